package dev.interlock.emulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.emulator.host.OwnerOnlyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/// The files in which a running stack tells other programs how to reach it.
///
/// @param folder the stack's data folder
record StackFiles(Path folder) {
  private Path stack() {
    return folder.resolve("stack.properties");
  }

  /// samconfig.toml names this file.
  private Path containers() {
    return folder.resolve("containers.yaml");
  }

  boolean exist() {
    return Files.exists(stack());
  }

  Properties read() throws IOException {
    Properties stack = new Properties();
    try (InputStream bytes = Files.newInputStream(stack())) {
      stack.load(bytes);
    }
    return stack;
  }

  void write(Properties stack) throws IOException {
    StringWriter text = new StringWriter();
    stack.store(text, null);
    OwnerOnlyFile.create(stack(), text.toString());
  }

  /// Writes the template's parameters in the form of `--parameter-overrides`.
  Path writeContainers(Map<String, String> parameters) throws IOException {
    // JSON is YAML, and the SAM CLI reads parameters from YAML and TOML only.
    return OwnerOnlyFile.create(containers(), new ObjectMapper().writeValueAsString(parameters));
  }

  void delete() throws IOException {
    Files.deleteIfExists(stack());
    Files.deleteIfExists(containers());
  }
}
