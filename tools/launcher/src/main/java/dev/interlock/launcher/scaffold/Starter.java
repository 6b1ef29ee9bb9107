package dev.interlock.launcher.scaffold;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The function that every new one begins as: `examples/unit-draw`, which the gate builds and
/// tests. The launcher's jar has a copy of its files.
final class Starter {
  static final FunctionName NAME = new FunctionName("unit-draw");
  static final ResourceKind KIND = new ResourceKind("unit-pool", "unit_pool");
  static final String FOLDER = "examples/unit-draw";
  static final String PACKAGE = "dev.interlock.examples.unitdraw";
  static final String RESOURCE = "d0000000-0000-4000-8000-000000000001";

  private Starter() {}

  /// The files of its module, by their paths in the module.
  static SortedMap<String, String> files() throws IOException {
    return texts("module");
  }

  /// The lines that it needs in other files.
  static SortedMap<String, String> lines() throws IOException {
    return texts("lines");
  }

  private static SortedMap<String, String> texts(String folder) throws IOException {
    URL place = Objects.requireNonNull(Starter.class.getResource(folder), folder);
    URI uri;
    try {
      uri = place.toURI();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    if (!"jar".equals(uri.getScheme())) {
      return texts(Path.of(uri));
    }
    try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
      return texts(jar.provider().getPath(uri));
    }
  }

  private static SortedMap<String, String> texts(Path folder) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(folder.relativize(file).toString(), Files.readString(file, UTF_8));
      }
    }
    return texts;
  }
}
