package dev.interlock.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/// What a part is given.
///
/// @param root the checkout
/// @param folder an empty one, for whatever the part makes; it is deleted afterwards
/// @param progress takes a line for whoever waits
public record Setting(Path root, Path folder, Scale scale, Consumer<String> progress) {}
