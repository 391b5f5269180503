package dev.vez.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.PayloadRecord;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreshPayloadsTest {

  private final FreshPayloads payloads = new FreshPayloads(1_000);

  @Test
  void shouldFindThePayloadsOfAnEntryByTheirPlaces() {
    add(5, 10, 20, 30);

    assertThat(payloads.find(new Place(5, 0))).hasToString("10 bytes");
    assertThat(payloads.find(new Place(5, 4))).hasToString("30 bytes");
    assertThat(payloads.find(new Place(5, 1))).isNull();
    assertThat(payloads.find(new Place(6, 0))).isNull();
  }

  @Test
  void shouldForgetTheOldestEntryFirst() {
    add(1, 300);
    add(2, 300);
    add(3, 300);

    assertThat(payloads.find(new Place(1, 0))).isNull();
    assertThat(payloads.find(new Place(2, 0))).isNotNull();
    assertThat(payloads.find(new Place(3, 0))).isNotNull();
  }

  @Test
  void shouldNotForgetEverythingForAnEntryThatIsTooLarge() {
    add(1, 300);

    add(2, 990);

    assertThat(payloads.find(new Place(1, 0))).isNotNull();
    assertThat(payloads.find(new Place(2, 0))).isNull();
  }

  @Test
  void shouldKeepNothingWhereItMayNot() {
    FreshPayloads none = new FreshPayloads(0);

    none.add(1, List.of(put(1, 0, 0)));

    assertThat(none.find(new Place(1, 0))).isNull();
  }

  private void add(long index, int... sizes) {
    Mutation[] mutations = new Mutation[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      mutations[i] = put(index, 2 * i, sizes[i]);
    }
    payloads.add(index, Arrays.asList(mutations));
  }

  private static Mutation put(long index, int ordinal, int size) {
    return new Mutation.Put(
        new PayloadRecord(
            new QueueId(1, 0), new Place(index, ordinal), Bytes.wrap(new byte[size])));
  }
}
