package dev.interlock.office.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Finds the scripts of functions for their own tables.
public final class TableScripts {
  private static final String FOLDER = "db/";
  private static final String SUFFIX = ".sql";

  private TableScripts() {}

  /// Those in jars, or in folders of classes. What is not built has none.
  ///
  /// @throws IllegalArgumentException when a file is misplaced; the message names it
  public static List<OperationTables> in(Collection<Path> jars) throws IOException {
    List<OperationTables> all = new ArrayList<>();
    for (Path jar : jars.stream().distinct().toList()) {
      try {
        all.addAll(OperationTables.of(texts(jar)));
      } catch (IllegalArgumentException misplaced) {
        throw new IllegalArgumentException(jar + ": " + misplaced.getMessage(), misplaced);
      } catch (ZipException unreadable) {
        throw new IllegalArgumentException(
            jar + " is not a jar: build its module again", unreadable);
      }
    }
    return OperationTables.merge(all);
  }

  /// Those on the class path, for tests.
  public static List<OperationTables> onClassPath() {
    try {
      List<Path> places = new ArrayList<>();
      ClassLoader loader = TableScripts.class.getClassLoader();
      for (URL folder : Collections.list(loader.getResources(FOLDER))) {
        places.add(place(folder));
      }
      return in(places);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The jar, or the folder of classes, that a folder in it belongs to.
  private static Path place(URL folder) throws IOException, URISyntaxException {
    URLConnection connection = folder.openConnection();
    URI place =
        connection instanceof JarURLConnection jar
            ? jar.getJarFileURL().toURI()
            : folder.toURI().resolve("..");
    return Path.of(place);
  }

  private static Map<String, String> texts(Path place) throws IOException {
    if (Files.isDirectory(place.resolve(FOLDER))) {
      return textsOfFolder(place);
    }
    return Files.isRegularFile(place) ? textsOfJar(place) : Map.of();
  }

  private static Map<String, String> textsOfFolder(Path place) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(place.resolve(FOLDER))) {
      for (Path file : files.filter(file -> file.toString().endsWith(SUFFIX)).toList()) {
        String path = place.relativize(file).toString().replace('\\', '/');
        texts.put(path, Files.readString(file));
      }
    }
    return texts;
  }

  private static Map<String, String> textsOfJar(Path jar) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (ZipFile files = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : files.stream().map(each -> (ZipEntry) each).toList()) {
        if (entry.getName().startsWith(FOLDER) && entry.getName().endsWith(SUFFIX)) {
          try (InputStream text = files.getInputStream(entry)) {
            texts.put(entry.getName(), new String(text.readAllBytes(), UTF_8));
          }
        }
      }
    }
    return texts;
  }
}
