package dev.interlock.emulator;

import dev.interlock.emulator.host.SetupException;
import java.nio.file.Path;

/// Reports that a folder to be emptied was not created by a stack.
public final class ForeignFolderException extends SetupException {
  private static final long serialVersionUID = 1;

  ForeignFolderException(Path path) {
    super(path + " is not a data folder of this stack");
  }
}
