package dev.interlock.local.database;

import java.nio.file.Path;

/// Functions in a container, as far as that shows without Docker: 127.0.0.2 plays the bridge, which
/// the functions do not take for this machine.
class ContainerBridgeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String FUNCTION_PASSWORD = "secret";
}
