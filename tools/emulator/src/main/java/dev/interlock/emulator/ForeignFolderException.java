package dev.interlock.emulator;

import dev.interlock.emulator.host.SetupException;
import java.nio.file.Path;

/// Refuses to empty a folder that no stack has made.
public final class ForeignFolderException extends SetupException {
  private static final long serialVersionUID = 1;

  ForeignFolderException(Path path) {
    super(path + " is not a data folder of this stack");
  }
}
