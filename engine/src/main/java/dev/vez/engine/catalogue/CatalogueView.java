package dev.vez.engine.catalogue;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.CatalogueRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.QueueState;
import dev.vez.domain.record.RecordKey;
import dev.vez.engine.hook.HookOptions;
import dev.vez.engine.hook.QueueScript;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.HookCompiler.Compiled;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.telemetry.HookKind;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
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
  private final HookOptions hookOptions;

  CatalogueView(HookCompiler compiler, HookOptions hookOptions) {
    this.compiler = compiler;
    this.hookOptions = hookOptions;
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
    List.copyOf(byName.keySet()).stream()
        .filter(name -> !names.contains(name))
        .forEach(this::remove);
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
      CatalogueEntry before = byName.get(record.name());
      boolean isKnown = before != null && before.id().equals(record.id());
      if (before != null && !isKnown) {
        names.remove(before.id());
      }
      names.put(record.id(), record.name());
      byName.put(record.name(), entry(record, isKnown ? before : null));
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

  private CatalogueEntry entry(CatalogueRecord record, @Nullable CatalogueEntry before) {
    return new CatalogueEntry(
        record.name(),
        record.id(),
        record.group(),
        script(
            record,
            HookKind.ON_ENQUEUE,
            record.config().onEnqueueScript(),
            before == null ? null : before.onEnqueue(),
            compiler::compileOnEnqueue,
            retry ->
                input ->
                    switch (retry.get()) {
                      case Compiled.Hook<EnqueueHook>(var hook) -> hook.run(input);
                      case Compiled.Refused<EnqueueHook>(var reason) ->
                          new HookResult.Failed<>(reason);
                    }),
        script(
            record,
            HookKind.ON_FAILURE,
            record.config().onFailureScript(),
            before == null ? null : before.onFailure(),
            compiler::compileOnFailure,
            retry ->
                input ->
                    switch (retry.get()) {
                      case Compiled.Hook<FailureHook>(var hook) -> hook.run(input);
                      case Compiled.Refused<FailureHook>(var reason) ->
                          new HookResult.Failed<>(reason);
                    }));
  }

  /** The script as it is, with its breaker; compiled where it is new. */
  private <H> @Nullable QueueScript<H> script(
      CatalogueRecord record,
      HookKind kind,
      String source,
      @Nullable QueueScript<H> before,
      Function<String, Compiled<H>> compile,
      Function<Supplier<Compiled<H>>, H> newLate) {
    if (source.isEmpty()) {
      return null;
    }
    if (before != null && before.source().equals(source)) {
      return before;
    }
    H hook =
        switch (compile.apply(source)) {
          case Compiled.Hook<H>(var compiled) -> compiled;
          case Compiled.Refused<H>(var reason) -> {
            // It compiled when the queue was created. What its first lines read of the runtime
            // configuration may have changed since, and may change again: each call tries anew.
            LOG.warn("A script of queue {} ({}) is not accepted: {}", record.name(), kind, reason);
            yield newLate.apply(() -> compile.apply(source));
          }
        };
    return new QueueScript<>(record.name(), kind, source, hook, hookOptions);
  }
}
