package dev.interlock.emulator;

import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Checks a template before anything is started: the code of every function is there, and no two
/// have the same route. Lambda would find the first mistake at the first call, and the second would
/// only show as answers of the wrong function.
record TemplateCheck(Path file, Template template) {
  /// @throws UnusableTemplateException with the first mistake
  void run() throws IOException {
    for (Template.Function function : template.functions().values()) {
      checkCode(function);
    }
    Map<String, String> functions = new HashMap<>();
    for (Template.Route route : template.routes()) {
      String key = route.method() + " " + route.path();
      String other = functions.put(key, route.logicalId());
      if (other != null) {
        throw mistake(
            route.logicalId()
                + " has the route "
                + key
                + ", which is that of "
                + other
                + " already");
      }
    }
  }

  private void checkCode(Template.Function function) throws IOException {
    Path code = function.code();
    String id = function.logicalId();
    if (function.handler().isEmpty()) {
      throw mistake(id + " has no Handler");
    }
    if (!Files.exists(code)) {
      throw mistake(
          id
              + ": its CodeUri "
              + code
              + " does not exist: build its module, or correct the CodeUri");
    }
    String type = function.handler().replaceFirst("::.*", "");
    if (!has(code, id, type.replace('.', '/') + ".class")) {
      throw mistake(id + ": its Handler " + type + " is not in " + code);
    }
  }

  private boolean has(Path code, String id, String entry) throws IOException {
    if (Files.isDirectory(code)) {
      return Files.exists(code.resolve(entry));
    }
    try (ZipFile jar = new ZipFile(code.toFile())) {
      return jar.getEntry(entry) != null;
    } catch (ZipException unreadable) {
      throw mistake(id + ": its CodeUri " + code + " is not a jar: build its module again");
    }
  }

  private UnusableTemplateException mistake(String what) {
    return new UnusableTemplateException(file, what);
  }
}
