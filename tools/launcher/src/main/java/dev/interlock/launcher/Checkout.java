package dev.interlock.launcher;

import dev.interlock.emulator.Repository;
import java.nio.file.Path;

/// The checkout that the commands run from. The script `interlock` passes its path.
final class Checkout {
  private Checkout() {}

  static Repository repository() {
    Path root = Path.of(System.getProperty("interlock.root", "")).toAbsolutePath().normalize();
    String template = System.getProperty("interlock.template", "template.yaml");
    return new Repository(root, root.resolve(template));
  }
}
