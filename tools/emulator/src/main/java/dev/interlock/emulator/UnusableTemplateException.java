package dev.interlock.emulator;

import dev.interlock.emulator.host.SetupException;
import java.nio.file.Path;

/// Reports a template that cannot be read, or whose functions cannot run.
public final class UnusableTemplateException extends SetupException {
  private static final long serialVersionUID = 1;

  UnusableTemplateException(Path template, RuntimeException mistake) {
    super("template " + template + ": " + mistake.getMessage(), mistake);
  }

  UnusableTemplateException(Path template, String mistake) {
    super("template " + template + ": " + mistake);
  }
}
