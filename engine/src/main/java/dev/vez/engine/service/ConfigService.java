package dev.vez.engine.service;

import dev.vez.domain.command.ConfigLimits;
import dev.vez.domain.command.ConfigMeaning;
import dev.vez.domain.command.SetConfig;
import dev.vez.domain.outcome.ConfigFull;
import dev.vez.domain.outcome.ConfigSet;
import dev.vez.domain.outcome.IssuedChange;
import dev.vez.domain.outcome.SetConfigOutcome;
import dev.vez.engine.catalogue.ConfigView;
import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.ConfigEntry;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runtime configuration: written through the catalogue, read from what is durable of it. */
public final class ConfigService implements ConfigAdmin {

  private static final long RETRY_AFTER_MILLIS = 1_000;

  private final AdminCalls calls;
  private final MetaGroup meta;
  private final ConfigView view;
  private final int dataGroups;
  private final ConfigLimits limits;

  /**
   * The service of one node.
   *
   * @param view what the meta group shows of the configuration
   * @param dataGroups how many data groups there are
   * @param limits what the configuration may grow to
   */
  public ConfigService(
      AdminCalls calls, MetaGroup meta, ConfigView view, int dataGroups, ConfigLimits limits) {
    this.calls = calls;
    this.meta = meta;
    this.view = view;
    this.dataGroups = dataGroups;
    this.limits = limits;
  }

  @Override
  public CompletionStage<Result<Settled>> setConfig(String key, String value) {
    Rejection problem = ConfigChecks.key(key);
    if (problem == null) {
      problem = ConfigChecks.value(value);
    }
    if (problem != null) {
      return calls.admit(problem, answer -> {});
    }
    return switch (ConfigReading.of(key, value)) {
      case ConfigReading.Meaningful(var meaning) ->
          calls.admit(null, answer -> set(key, value, meaning, answer));
      case ConfigReading.Senseless(var senseless) -> calls.admit(senseless, answer -> {});
    };
  }

  @Override
  public CompletionStage<Result<String>> getConfig(String key) {
    return calls.admit(
        ConfigChecks.key(key),
        answer -> answer.complete(Result.accepted(view.get(key).orElse(""))));
  }

  @Override
  public CompletionStage<Result<List<ConfigEntry>>> listConfig(String prefix) {
    return calls.admit(
        ConfigChecks.prefix(prefix), answer -> answer.complete(Result.accepted(list(prefix))));
  }

  private List<ConfigEntry> list(String prefix) {
    List<ConfigEntry> list = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<String, String> entry : view.from(prefix).entrySet()) {
      if (!entry.getKey().startsWith(prefix) || list.size() == ENTRIES_MAX) {
        break;
      }
      bytes += Utf8.sizeOf(entry.getKey()) + Utf8.sizeOf(entry.getValue());
      if (bytes > LIST_BYTES_MAX) {
        break;
      }
      list.add(new ConfigEntry(entry.getKey(), entry.getValue()));
    }
    return List.copyOf(list);
  }

  private void set(
      String key, String value, ConfigMeaning meaning, CompletableFuture<Result<Settled>> answer) {
    CatalogueCall<Settled> call =
        new CatalogueCall<>(
            new SetConfig(key, value, meaning, dataGroups, limits),
            key.length() + value.length(),
            (answered, outcome) -> {
              switch ((SetConfigOutcome) outcome) {
                case ConfigSet(var changes) -> acceptOnceCarriedOut(answered, changes);
                case ConfigFull(var limit) -> answered.refused(full(limit));
              }
            });
    meta.submit(call);
    CompletionStage<Void> _ = call.thenAccept(answer::complete);
  }

  private void acceptOnceCarriedOut(CatalogueCall<Settled> call, List<IssuedChange> changes) {
    AtomicInteger left = new AtomicInteger(changes.size() + 1);
    AtomicReference<@Nullable Rejection> failure = new AtomicReference<>();
    Runnable oneOver =
        () -> {
          if (left.decrementAndGet() == 0) {
            Rejection reason = failure.get();
            if (reason == null) {
              call.accept(Settled.INSTANCE);
            } else {
              call.refused(reason);
            }
          }
        };
    changes.forEach(
        change ->
            meta.whenConfirmed(
                change.group(),
                change.mark(),
                reason -> {
                  failure.compareAndSet(null, reason);
                  oneOver.run();
                }));
    meta.whenPublished(oneOver);
  }

  private Rejection full(ConfigFull.Limit limit) {
    return switch (limit) {
      case ENTRIES ->
          full(
              "limits.config_entries_max",
              "there are " + limits.entriesMax() + " entries already; remove some first");
      case BYTES ->
          full(
              "limits.config_bytes_max",
              "keys and values would exceed " + limits.bytesMax() + " bytes; remove some first");
      case CHANGES ->
          full("changes", "too many changes wait for a data group that does not carry them out");
    };
  }

  private static Rejection full(String limit, String problem) {
    return new Rejection.ResourceExhausted(limit, problem, RETRY_AFTER_MILLIS);
  }
}
