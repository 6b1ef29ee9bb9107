package dev.interlock.audit.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a file of JSON objects, one per line. Thread-safe.
public abstract class JsonLinesWriter<T> implements AutoCloseable {

  private final BufferedWriter out;

  /// Creates the file, or empties it.
  protected JsonLinesWriter(Path file) throws IOException {
    this.out = Files.newBufferedWriter(file);
  }

  /// Adds a value at the end.
  public final void write(T value) throws IOException {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    fill(line, value);
    String text = line.toString();
    synchronized (out) {
      out.write(text);
      out.write('\n');
    }
  }

  /// Puts the members of a value into its line.
  protected abstract void fill(ObjectNode line, T value);

  @Override
  public final void close() throws IOException {
    synchronized (out) {
      out.close();
    }
  }
}
