package dev.vez.adapters.luaj.vm;

import static dev.vez.adapters.luaj.vm.NilValue.NIL;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A Lua table: an array for keys 1 to n, and entries in order of insertion for all others, so that
 * {@code pairs} gives the same order in every run. Growth, long probes and long scans are paid for
 * at the meter of the run that made it.
 *
 * <p>The value at {@code n} is never nil, and no entry has the key {@code n + 1}: so {@code n} is a
 * border in Lua's sense, and the length costs nothing.
 */
public final class TableValue implements Value {

  static final int OVERHEAD_BYTES = 64;
  private static final int SLOT_BYTES = 24;
  private static final int ENTRY_BYTES = 56;
  private static final int CAPACITY_MIN = 4;
  private static final int HINT_MAX = 64;
  private static final int PROBES_FREE = 8;
  private static final Value[] NO_VALUES = {};
  private static final int[] NO_SLOTS = {};

  private final Meter meter;
  private Value[] array = NO_VALUES;
  private int count;

  /** Index of an entry plus one, by hash; 0 for none. Twice as long as there are entries. */
  private int[] slots = NO_SLOTS;

  private Value[] keys = NO_VALUES;
  private Value[] values = NO_VALUES;
  private int used;
  private @Nullable TableValue metatable;
  private boolean frozen;

  /** An empty table, paid for at {@code meter}. */
  public TableValue(Meter meter) {
    this.meter = meter;
    meter.allocate(OVERHEAD_BYTES);
  }

  /** An empty table with room for {@code elements} in its array, if that is not too much. */
  public TableValue(Meter meter, int elements) {
    this(meter);
    if (elements > 0) {
      growArray(Math.min(elements, HINT_MAX));
    }
  }

  /** An empty table with room for {@code entries} beside its array. */
  public static TableValue withRoomFor(Meter meter, int entries) {
    TableValue table = new TableValue(meter);
    table.growEntries(entries);
    return table;
  }

  /** A table with the same content, for another run. Its size must be known to be small. */
  public TableValue copy(Meter other) {
    TableValue copy = new TableValue(other);
    copy.array = array.clone();
    copy.count = count;
    copy.slots = slots.clone();
    copy.keys = keys.clone();
    copy.values = values.clone();
    copy.used = used;
    return copy;
  }

  /** Makes it read-only for ever, so that scripts may share it. Gives the same table. */
  public TableValue freeze() {
    frozen = true;
    return this;
  }

  public boolean isFrozen() {
    return frozen;
  }

  @Override
  public String typeName() {
    return "table";
  }

  public @Nullable TableValue metatable() {
    return metatable;
  }

  /**
   * Sets or removes the metatable.
   *
   * @throws ScriptException if the table is read-only
   */
  public void setMetatable(@Nullable TableValue newMetatable) {
    checkWritable();
    metatable = newMetatable;
  }

  /** Value of a key, without metamethods. */
  public Value get(Value key) {
    if (key instanceof NumberValue number) {
      double value = number.value();
      int index = (int) value;
      if (index == value && index >= 1 && index <= count) {
        return array[index - 1];
      }
    }
    int entry = find(key);
    return entry < 0 ? NIL : values[entry];
  }

  /** Value of an integer key, without metamethods. */
  public Value get(int key) {
    return key >= 1 && key <= count ? array[key - 1] : get(NumberValue.of(key));
  }

  /**
   * Sets the value of a key, without metamethods.
   *
   * @throws ScriptException if the key is nil or NaN, or the table is read-only
   */
  public void set(Value key, Value value) {
    checkWritable();
    if (key instanceof NumberValue number) {
      double position = number.value();
      int index = (int) position;
      if (index == position && index >= 1 && index <= count + 1) {
        setElement(index, value);
        return;
      }
      if (Double.isNaN(position)) {
        throw ScriptException.of("table index is NaN");
      }
    } else if (key.isNil()) {
      throw ScriptException.of("table index is nil");
    }
    int entry = find(key);
    if (entry >= 0) {
      values[entry] = value;
    } else if (!value.isNil()) {
      addEntry(key, value);
    }
  }

  /** Sets the value of an integer key, without metamethods. */
  public void set(int key, Value value) {
    if (key >= 1 && key <= count + 1) {
      checkWritable();
      setElement(key, value);
    } else {
      set(NumberValue.of(key), value);
    }
  }

  /** Its length without metamethods: a border. */
  public int length() {
    return count;
  }

  /** Position of the first element; see {@link #positionAfter}. */
  public int firstPosition() {
    return settle(0);
  }

  /**
   * Position of the element after that of {@code key}, -1 if it was the last. A position holds
   * until the table is changed.
   *
   * @throws ScriptException if there never was such a key
   */
  public int positionAfter(Value key) {
    if (key instanceof NumberValue number) {
      int index = (int) number.value();
      if (index == number.value() && index >= 1 && index <= array.length) {
        // Beyond the count it was in the array until the script cleared it, unless it is an entry.
        int entry = index <= count ? -1 : find(key);
        return settle(entry < 0 ? index : array.length + entry + 1);
      }
    }
    int entry = find(key);
    if (entry < 0) {
      throw ScriptException.of("invalid key to 'next'");
    }
    return settle(array.length + entry + 1);
  }

  public Value keyAt(int position) {
    return position < array.length ? NumberValue.of(position + 1) : keys[position - array.length];
  }

  public Value valueAt(int position) {
    return position < array.length ? array[position] : values[position - array.length];
  }

  /** The first position from {@code from} on that holds a value. */
  private int settle(int from) {
    int position = from;
    for (; position < count; position++) {
      if (!array[position].isNil()) {
        return position;
      }
      meter.step();
    }
    int entry = Math.max(0, position - array.length);
    for (; entry < used; entry++) {
      if (!values[entry].isNil()) {
        return array.length + entry;
      }
      meter.step();
    }
    return -1;
  }

  private void setElement(int index, Value value) {
    if (index <= count) {
      array[index - 1] = value;
      while (count > 0 && array[count - 1].isNil()) {
        count--;
      }
    } else if (!value.isNil()) {
      append(value);
      if (used > 0) {
        forget(find(NumberValue.of(index)));
        moveFollowingEntries();
      }
    }
  }

  private void append(Value value) {
    if (count == array.length) {
      growArray(Math.max(CAPACITY_MIN, count * 2));
    }
    array[count++] = value;
  }

  /** The array may now reach up to keys that were set before it got there. */
  private void moveFollowingEntries() {
    while (true) {
      int entry = find(NumberValue.of(count + 1));
      if (entry < 0 || values[entry].isNil()) {
        return;
      }
      meter.step();
      append(values[entry]);
      forget(entry);
    }
  }

  /** An entry whose key is in the array now must not be found any more, also without a value. */
  private void forget(int entry) {
    if (entry >= 0) {
      keys[entry] = NIL;
      values[entry] = NIL;
    }
  }

  private void growArray(int capacity) {
    meter.allocate((long) (capacity - array.length) * SLOT_BYTES);
    int before = array.length;
    array = Arrays.copyOf(array, capacity);
    Arrays.fill(array, before, capacity, NIL);
  }

  private void addEntry(Value key, Value value) {
    if (used == keys.length) {
      rebuild();
    }
    keys[used] = key;
    values[used] = value;
    used++;
    place(key, used);
  }

  /** Drops entries without a value and makes room for as many again as are left. */
  private void rebuild() {
    int live = 0;
    for (int entry = 0; entry < used; entry++) {
      if (!values[entry].isNil()) {
        live++;
      }
    }
    meter.spend(used);
    Value[] oldKeys = keys;
    Value[] oldValues = values;
    int oldUsed = used;
    growEntries(live + live / 2 + 1);
    for (int entry = 0; entry < oldUsed; entry++) {
      if (!oldValues[entry].isNil()) {
        keys[used] = oldKeys[entry];
        values[used] = oldValues[entry];
        used++;
        place(oldKeys[entry], used);
      }
    }
  }

  /** Empty entries, with room for {@code wanted}. */
  private void growEntries(int wanted) {
    int capacity = Math.max(CAPACITY_MIN, Integer.highestOneBit(Math.max(1, wanted - 1)) * 2);
    meter.allocate(Math.max(0L, (long) (capacity - keys.length) * ENTRY_BYTES));
    keys = new Value[capacity];
    values = new Value[capacity];
    Arrays.fill(keys, NIL);
    Arrays.fill(values, NIL);
    slots = new int[capacity * 2];
    used = 0;
  }

  private void place(Value key, int entryPlusOne) {
    int mask = slots.length - 1;
    int slot = spread(key) & mask;
    int probes = 0;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
      if (++probes > PROBES_FREE) {
        meter.step();
      }
    }
    slots[slot] = entryPlusOne;
  }

  private int find(Value key) {
    if (slots.length == 0) {
      return -1;
    }
    int mask = slots.length - 1;
    int slot = spread(key) & mask;
    int probes = 0;
    while (slots[slot] != 0) {
      int entry = slots[slot] - 1;
      if (Value.areIdentical(keys[entry], key) || isSame(keys[entry], key)) {
        return entry;
      }
      slot = (slot + 1) & mask;
      // Scripts choose their keys, and may choose them so that they collide.
      if (++probes > PROBES_FREE && !frozen) {
        meter.step();
      }
    }
    return -1;
  }

  private boolean isSame(Value one, Value other) {
    if (one instanceof StringValue string && other instanceof StringValue otherString) {
      if (string.length() != otherString.length() || string.hashCode() != otherString.hashCode()) {
        return false;
      }
      if (!frozen) {
        meter.pass(string.length());
      }
      return Arrays.equals(string.bytes(), otherString.bytes());
    }
    return one instanceof NumberValue number
        && other instanceof NumberValue otherNumber
        && number.value() == otherNumber.value();
  }

  private static int spread(Value key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 16);
  }

  private void checkWritable() {
    if (frozen) {
      throw ScriptException.of("attempt to change a read-only table of the library");
    }
  }
}
