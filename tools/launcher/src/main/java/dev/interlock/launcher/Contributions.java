package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.audit.operation.ContributedOperation;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The descriptions of operations that the jars of a template's functions bring for the audit.
final class Contributions {
  private static final Pattern FILE = Pattern.compile("audit/([^/]+)\\.sql");

  private Contributions() {}

  /// The operations that are described in `audit/` of each jar. A jar that is not built has none.
  static List<ContributedOperation> of(Template template) throws IOException {
    List<ContributedOperation> operations = new ArrayList<>();
    for (Path jar : template.functions().values().stream().map(f -> f.code()).distinct().toList()) {
      if (Files.isRegularFile(jar)) {
        operations.addAll(of(jar));
      }
    }
    return operations;
  }

  private static ZipFile open(Path jar) throws IOException {
    try {
      return new ZipFile(jar.toFile());
    } catch (ZipException unreadable) {
      throw new UsageException(jar + " is not a jar: build its module again", unreadable);
    }
  }

  private static List<ContributedOperation> of(Path jar) throws IOException {
    List<ContributedOperation> operations = new ArrayList<>();
    try (ZipFile files = open(jar)) {
      for (ZipEntry entry : files.stream().map(e -> (ZipEntry) e).toList()) {
        Matcher file = FILE.matcher(entry.getName());
        if (file.matches()) {
          try (InputStream text = files.getInputStream(entry)) {
            operations.add(
                ContributedOperation.parse(file.group(1), new String(text.readAllBytes(), UTF_8)));
          } catch (IllegalArgumentException mistake) {
            throw new UsageException(
                jar + ": " + entry.getName() + ": " + mistake.getMessage(), mistake);
          }
        }
      }
    }
    return operations;
  }
}
