package dev.interlock.emulator;

import dev.interlock.emulator.host.SetupException;
import java.nio.file.Path;

/// Reports a template that cannot be read, or that has no functions.
public final class UnusableTemplateException extends SetupException {
  private static final long serialVersionUID = 1;

  UnusableTemplateException(Path template, RuntimeException mistake) {
    super("template " + template + ": " + mistake.getMessage(), mistake);
  }

  UnusableTemplateException(Path template) {
    super("template " + template + ": it has no AWS::Serverless::Function");
  }
}
