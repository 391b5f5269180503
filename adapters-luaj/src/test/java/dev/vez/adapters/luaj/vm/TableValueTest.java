package dev.vez.adapters.luaj.vm;

import static dev.vez.adapters.luaj.vm.NilValue.NIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A table against a model, and what it charges. */
class TableValueTest {

  /** One assignment; a value of 0 is nil. */
  record Assignment(Object key, int value) {}

  @Property(tries = 2_000)
  void shouldHoldWhatAMapHolds(@ForAll("assignments") List<Assignment> assignments) {
    TableValue table = new TableValue(meter(1 << 20));
    Map<Value, Value> model = new HashMap<>();

    for (Assignment assignment : assignments) {
      Value key = key(assignment.key());
      if (assignment.value() == 0) {
        table.set(key, NIL);
        model.remove(key);
      } else {
        table.set(key, NumberValue.of(assignment.value()));
        model.put(key, NumberValue.of(assignment.value()));
      }

      assertThat(contentOf(table)).isEqualTo(model);
      int border = table.length();
      assertThat(border == 0 || !table.get(border).isNil()).isTrue();
      assertThat(table.get(border + 1)).isEqualTo(NIL);
    }
    for (Assignment assignment : assignments) {
      Value key = key(assignment.key());
      assertThat(table.get(key)).isEqualTo(model.getOrDefault(key, NIL));
    }
  }

  @Property(tries = 1_000)
  void shouldVisitEachEntryOnceWhileEntriesAreCleared(
      @ForAll("assignments") List<Assignment> assignments) {
    TableValue table = new TableValue(meter(1 << 20));
    for (Assignment assignment : assignments) {
      table.set(
          key(assignment.key()),
          assignment.value() == 0 ? NIL : NumberValue.of(assignment.value()));
    }
    Set<Value> expected = contentOf(table).keySet();

    List<Value> visited = new ArrayList<>();
    int position = table.firstPosition();
    while (position >= 0) {
      Value key = table.keyAt(position);
      visited.add(key);
      table.set(key, NIL);
      position = table.positionAfter(key);
    }

    assertThat(visited).doesNotHaveDuplicates();
    assertThat(new HashSet<>(visited)).isEqualTo(expected);
    assertThat(table.firstPosition()).isNegative();
  }

  @Provide
  Arbitrary<List<Assignment>> assignments() {
    Arbitrary<Object> keys =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-2, 12).map(i -> (Object) i),
            Arbitraries.of("a", "b", "c", "Aa", "BB", ""),
            Arbitraries.of(0.5, 1e300, -0.0));
    return Combinators.combine(keys, Arbitraries.integers().between(0, 3))
        .as(Assignment::new)
        .list()
        .ofMaxSize(60);
  }

  @Test
  void shouldKeepTheOrderOfInsertion() {
    TableValue table = new TableValue(meter(1 << 20));
    List<Value> keys = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      StringValue key = StringValue.of("key " + (i * 37 % 100));
      keys.add(key);
      table.set(key, BooleanValue.TRUE);
    }

    assertThat(new ArrayList<>(keysOf(table))).isEqualTo(keys);
  }

  @Test
  void shouldPayForGrowth() {
    TableValue array = new TableValue(meter(20_000));
    assertThatThrownBy(
            () -> {
              for (int i = 1; i <= 1_000; i++) {
                array.set(i, BooleanValue.TRUE);
              }
            })
        .isInstanceOf(LimitException.class);

    TableValue entries = new TableValue(meter(20_000));
    assertThatThrownBy(
            () -> {
              for (int i = 1; i <= 1_000; i++) {
                entries.set(NumberValue.of(-i), BooleanValue.TRUE);
              }
            })
        .isInstanceOf(LimitException.class);
  }

  /** Strings made of "Aa" and "BB" all have one hash. */
  @Test
  void shouldPayForKeysThatCollide() {
    Meter enough = new Meter(10_000, "steps", Long.MAX_VALUE, "bytes");
    TableValue scattered = new TableValue(enough);
    for (int i = 0; i < 512; i++) {
      scattered.set(StringValue.of("key " + i), BooleanValue.TRUE);
    }

    TableValue colliding = new TableValue(new Meter(10_000, "steps", Long.MAX_VALUE, "bytes"));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 512; i++) {
                String bits = "%9s".formatted(Integer.toBinaryString(i)).replace(' ', '0');
                colliding.set(
                    StringValue.of(bits.replace("0", "Aa").replace("1", "BB")), BooleanValue.TRUE);
              }
            })
        .isInstanceOf(LimitException.class);
  }

  @Test
  void shouldNotBeWrittenToOnceFrozen() {
    TableValue table = new TableValue(meter(1 << 20));
    table.set(1, BooleanValue.TRUE);
    table.freeze();

    assertThatThrownBy(() -> table.set(1, NIL)).isInstanceOf(ScriptException.class);
    assertThatThrownBy(() -> table.set(StringValue.of("x"), NIL))
        .isInstanceOf(ScriptException.class);
    assertThatThrownBy(() -> table.setMetatable(null)).isInstanceOf(ScriptException.class);
    assertThat(table.get(1)).isEqualTo(BooleanValue.TRUE);
  }

  @Test
  void shouldNotSeeChangesOfACopy() {
    TableValue table = new TableValue(meter(1 << 20));
    table.set(1, BooleanValue.TRUE);
    table.set(StringValue.of("a"), BooleanValue.TRUE);
    TableValue copy = table.copy(meter(1 << 20));

    copy.set(1, BooleanValue.FALSE);
    copy.set(StringValue.of("a"), BooleanValue.FALSE);
    copy.set(StringValue.of("b"), BooleanValue.FALSE);

    assertThat(table.get(1)).isEqualTo(BooleanValue.TRUE);
    assertThat(table.get(StringValue.of("a"))).isEqualTo(BooleanValue.TRUE);
    assertThat(table.get(StringValue.of("b"))).isEqualTo(NIL);
  }

  private static Meter meter(long bytes) {
    return new Meter(1_000_000, "steps", bytes, "bytes");
  }

  private static Value key(Object key) {
    return switch (key) {
      case Integer number -> NumberValue.of(number);
      case Double number -> NumberValue.of(number + 0.0);
      default -> StringValue.of(key.toString());
    };
  }

  private static List<Value> keysOf(TableValue table) {
    List<Value> keys = new ArrayList<>();
    int position = table.firstPosition();
    while (position >= 0) {
      keys.add(table.keyAt(position));
      position = table.positionAfter(table.keyAt(position));
    }
    return keys;
  }

  private static Map<Value, Value> contentOf(TableValue table) {
    Map<Value, Value> content = new HashMap<>();
    for (Value key : keysOf(table)) {
      assertThat(content.put(key, table.get(key))).isNull();
    }
    return content;
  }
}
