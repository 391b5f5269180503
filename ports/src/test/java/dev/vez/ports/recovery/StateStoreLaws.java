package dev.vez.ports.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.Place;
import dev.vez.domain.record.Mutation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** A store behaves as a sorted map does, whatever is written to it and however often it reopens. */
public abstract class StateStoreLaws {

  private static final int GROUP = 1;

  /** What happens to a store. */
  sealed interface Step {

    record Write(List<Mutation> mutations) implements Step {}

    record SyncAndReopen() implements Step {}

    record CheckpointAndRestore() implements Step {}
  }

  private Path folder = Path.of("");

  /** Opens the stores of a node. */
  protected abstract StateStores openStores(Path dataFolder);

  @BeforeTry
  void createFolder() throws IOException {
    folder = Files.createTempDirectory("vez-store");
  }

  @AfterTry
  void deleteFolder() throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(StateStoreLaws::delete);
    }
  }

  @Property(tries = 40)
  void shouldHoldWhatASortedMapHolds(@ForAll("steps") List<Step> steps) {
    var model = new RecordImage();
    try (var stores = openStores(folder.resolve("data"))) {
      var store = stores.open(GROUP);
      int number = 0;
      for (var step : steps) {
        number++;
        switch (step) {
          case Step.Write(var mutations) -> {
            var batch = new StoreBatch(new AppliedPosition(number, number / 5 + 1), mutations);
            store.write(batch);
            model.apply(batch);
          }
          case Step.SyncAndReopen() -> {
            store.sync();
            store.close();
            store = stores.open(GROUP);
          }
          case Step.CheckpointAndRestore() -> {
            var checkpoint = folder.resolve("checkpoint-" + number);
            store.checkpoint(checkpoint);
            store.close();
            stores.restore(GROUP, checkpoint);
            store = stores.open(GROUP);
          }
        }
        assertSame(model, store);
      }
      store.close();
    }
  }

  private static void assertSame(RecordImage model, StateStore store) {
    assertThat(store.applied()).isEqualTo(model.position());
    assertThat(StoreFixture.everythingIn(store)).isEqualTo(model.all());
    for (var queue : RandomRecords.QUEUES) {
      for (var key : RandomRecords.FAIRNESS_KEYS) {
        assertThat(store.readIdempotencyKey(queue, "i" + key))
            .isEqualTo(model.idempotencyKey(queue, "i" + key));
        for (var from : List.of(Place.NONE, new Place(1, 1), new Place(2, 0))) {
          assertThat(store.readMessages(queue, key, from, 2))
              .isEqualTo(model.messages(queue, key, from, 2));
        }
      }
      for (long from = 0; from < 4; from++) {
        assertThat(store.readKeyExpiries(queue, from, 2))
            .isEqualTo(model.keyExpiries(queue, from, 2));
        assertThat(store.readDelayed(queue, from, 2)).isEqualTo(model.delayed(queue, from, 2));
      }
      for (var place : RandomRecords.PLACES) {
        assertThat(store.readPayload(queue, place)).isEqualTo(model.payload(queue, place));
        assertThat(store.readFailures(queue, place)).isEqualTo(model.failures(queue, place));
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    var write = RandomRecords.mutations().list().ofMaxSize(12).<Step>map(Step.Write::new);
    return Arbitraries.frequencyOf(
            Tuple.of(8, write),
            Tuple.of(1, Arbitraries.just(new Step.SyncAndReopen())),
            Tuple.of(1, Arbitraries.just(new Step.CheckpointAndRestore())))
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
