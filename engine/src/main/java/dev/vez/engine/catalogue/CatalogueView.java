package dev.vez.engine.catalogue;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.CatalogueRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.QueueState;
import dev.vez.domain.record.RecordKey;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.HookCompiler.Compiled;
import dev.vez.ports.scheduling.HookResult;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues that can be used, for any thread to read. Only what is durable is in it; a queue that
 * is being created or deleted is not.
 */
public final class CatalogueView {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogueView.class);

  private final Map<String, CatalogueEntry> byName = new ConcurrentHashMap<>();
  private final Map<QueueId, String> names = new ConcurrentHashMap<>();
  private final HookCompiler compiler;

  CatalogueView(HookCompiler compiler) {
    this.compiler = compiler;
  }

  /** The queue of a name, none where there is none that can be used. */
  public @Nullable CatalogueEntry find(String name) {
    return byName.get(name);
  }

  /** The name of a queue, none where there is none that can be used. */
  public @Nullable String nameOf(QueueId id) {
    return names.get(id);
  }

  /** All queues, in no particular order; they may change meanwhile. */
  public Collection<CatalogueEntry> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** Shows these queues and no others. By one thread at a time, as {@link #publish}. */
  void replace(Collection<CatalogueRecord> records) {
    Set<String> names = records.stream().map(CatalogueRecord::name).collect(Collectors.toSet());
    byName.keySet().retainAll(names);
    records.forEach(this::publish);
  }

  /** Shows what an entry has changed. By one thread at a time, in log order. */
  void publish(List<Mutation> mutations) {
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case Mutation.Put(CatalogueRecord record) -> publish(record);
        case Mutation.Remove(RecordKey.OfCatalogue(var name)) -> remove(name);
        case Mutation.Put _, Mutation.Remove _, Mutation.RemoveQueue _ -> {}
      }
    }
  }

  /** Shows a queue as it is now. */
  void publish(CatalogueRecord record) {
    if (record.state() == QueueState.ACTIVE) {
      names.put(record.id(), record.name());
      byName.put(
          record.name(),
          new CatalogueEntry(record.name(), record.id(), record.group(), compile(record)));
    } else {
      remove(record.name());
    }
  }

  private void remove(String name) {
    CatalogueEntry removed = byName.remove(name);
    if (removed != null) {
      names.remove(removed.id());
    }
  }

  private @Nullable EnqueueHook compile(CatalogueRecord record) {
    String source = record.config().onEnqueueScript();
    if (source.isEmpty()) {
      return null;
    }
    return switch (compiler.compileOnEnqueue(source)) {
      case Compiled.Hook<EnqueueHook>(var hook) -> hook;
      case Compiled.Refused<EnqueueHook>(var reason) -> {
        // It compiled when the queue was created, so this is another version of the compiler.
        LOG.error("The on_enqueue script of queue {} is not accepted: {}", record.name(), reason);
        yield input -> new HookResult.Failed<>("the script is not accepted: " + reason);
      }
    };
  }
}
