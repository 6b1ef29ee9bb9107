package dev.interlock.audit.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A sketch of a set of rows, of the same size whatever their number. From the sketches of two sets
/// the rows in which they differ can be named, as long as those are few.
///
/// This is an invertible Bloom lookup table (Goodrich and Mitzenmacher, 2011). Each row is added to
/// one cell in each third of the table. Subtracting one table from another cancels all common rows,
/// and a cell that is left with a single row names it; taking that row out of its other cells
/// leaves more cells with a single row.
///
/// It only names rows. Digests decide whether any differ.
final class RowSketch {

  private static final int THIRDS = 3;
  private static final int CELLS_PER_THIRD = 20;
  private static final int CELLS = THIRDS * CELLS_PER_THIRD;

  private final Cell[] cells;

  RowSketch() {
    cells = IntStream.range(0, CELLS).mapToObj(index -> new Cell()).toArray(Cell[]::new);
  }

  private RowSketch(Cell[] cells) {
    this.cells = cells;
  }

  /// @throws IllegalArgumentException when it is not what [#text] returned
  static RowSketch of(List<String> text) {
    if (text.size() != CELLS) {
      throw new IllegalArgumentException("a sketch has " + CELLS + " cells, not " + text.size());
    }
    return new RowSketch(text.stream().map(Cell::of).toArray(Cell[]::new));
  }

  List<String> text() {
    return Arrays.stream(cells).map(Cell::text).toList();
  }

  void add(SealedRow row) {
    long key = row.shortHash();
    put(1, key, row.name().getBytes(UTF_8));
  }

  private void put(int count, long key, byte[] name) {
    for (int third = 0; third < THIRDS; third++) {
      long spread = mixed(key + third + 1);
      int index = (int) Long.remainderUnsigned(spread, CELLS_PER_THIRD);
      cells[third * CELLS_PER_THIRD + index].put(count, key, mixed(key), name);
    }
  }

  /// A row of one set that the other does not have.
  ///
  /// @param added whether it is in the later set
  record Difference(boolean added, String name) {}

  /// The rows in which this set differs from an earlier one; empty when they are too many.
  Optional<List<Difference>> since(RowSketch earlier) {
    RowSketch rest = new RowSketch();
    for (int index = 0; index < CELLS; index++) {
      rest.cells[index].add(cells[index], 1);
      rest.cells[index].add(earlier.cells[index], -1);
    }
    return rest.peeled();
  }

  private Optional<List<Difference>> peeled() {
    List<Difference> found = new ArrayList<>();
    // No more rows than cells can be found. A table that was tampered with could yield more.
    while (found.size() <= CELLS) {
      Optional<Cell> single = Arrays.stream(cells).filter(Cell::holdsOneRow).findFirst();
      if (single.isEmpty()) {
        boolean all = Arrays.stream(cells).allMatch(Cell::isEmpty);
        return all ? Optional.of(found) : Optional.empty();
      }
      Cell cell = single.get();
      boolean added = cell.count > 0;
      byte[] name = cell.name.clone();
      found.add(new Difference(added, nameOf(name)));
      put(added ? -1 : 1, cell.key, name);
    }
    return Optional.empty();
  }

  private static String nameOf(byte[] padded) {
    int length = padded.length;
    while (length > 0 && padded[length - 1] == 0) {
      length--;
    }
    return new String(padded, 0, length, UTF_8);
  }

  /// The finalizer of MurmurHash3: every bit of the result depends on every bit of the value.
  private static long mixed(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  /// How many rows were put in, less those taken out, and the exclusive or of each of their parts.
  private static final class Cell {

    private static final int FIXED_BYTES = Integer.BYTES + 2 * Long.BYTES;

    private int count;
    private long key;
    private long check;
    private byte[] name = {};

    void put(int rows, long otherKey, long otherCheck, byte[] otherName) {
      count += rows;
      key ^= otherKey;
      check ^= otherCheck;
      if (name.length < otherName.length) {
        name = Arrays.copyOf(name, otherName.length);
      }
      for (int i = 0; i < otherName.length; i++) {
        name[i] ^= otherName[i];
      }
    }

    void add(Cell other, int sign) {
      put(sign * other.count, other.key, other.check, other.name);
    }

    boolean holdsOneRow() {
      return Math.abs(count) == 1 && check == mixed(key);
    }

    boolean isEmpty() {
      return count == 0 && key == 0 && check == 0;
    }

    static Cell of(String text) {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
      if (bytes.remaining() < FIXED_BYTES) {
        throw new IllegalArgumentException("a cell of a sketch is too short");
      }
      Cell cell = new Cell();
      cell.count = bytes.getInt();
      cell.key = bytes.getLong();
      cell.check = bytes.getLong();
      cell.name = new byte[bytes.remaining()];
      bytes.get(cell.name);
      return cell;
    }

    String text() {
      ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + name.length);
      bytes.putInt(count).putLong(key).putLong(check).put(name);
      return Base64.getEncoder().encodeToString(bytes.array());
    }
  }
}
