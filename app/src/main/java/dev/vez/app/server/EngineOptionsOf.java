package dev.vez.app.server;

import dev.vez.app.config.Config;
import dev.vez.domain.command.ConfigLimits;
import dev.vez.domain.record.GroupSettings;
import dev.vez.engine.EngineOptions;
import dev.vez.engine.delivery.DeliveryOptions;
import dev.vez.engine.group.GroupOptions;
import dev.vez.engine.hook.HookOptions;
import dev.vez.engine.hook.OnError;
import dev.vez.engine.service.AdminOptions;
import dev.vez.engine.service.RequestLimits;
import java.util.Optional;

/** Translates the configuration into the engine's words. */
final class EngineOptionsOf {

  private EngineOptionsOf() {}

  /** Entries in flight in a cluster, where each takes a round trip. */
  private static final int ENTRIES_IN_FLIGHT = 4;

  static EngineOptions config(Config config, Optional<ClusterMember> member) {
    return new EngineOptions(
        group(config, member.isPresent()),
        new DeliveryOptions(config.load().consumersMax(), config.memory().freshPayloadBytes()),
        limits(config),
        hooks(config),
        new AdminOptions(
            member.map(it -> it.config().nodeId()).orElse(AdminOptions.DEFAULT.nodeId()),
            AdminOptions.DEFAULT.replicas(),
            config.load().adminCallsMax(),
            new ConfigLimits(
                config.load().configEntriesMax(),
                config.load().configBytesMax(),
                ConfigLimits.DEFAULT.changesMax())),
        settings(config),
        config.memory().windowBytes(),
        config.storage().diskReserveBytes(),
        Math.max(1, config.server().drainTimeout().toMillis()));
  }

  private static HookOptions hooks(Config config) {
    return new HookOptions(
        // One is always free of a queue that keeps all others busy.
        Math.max(2, Runtime.getRuntime().availableProcessors()),
        config.load().hookBacklogRequestsMax(),
        config.load().hookBacklogBytesMax(),
        config.script().breakerThreshold(),
        config.script().breakerCooldownMillis(),
        switch (config.script().onError()) {
          case DEFAULT -> OnError.DEFAULT;
          case REJECT -> OnError.REJECT;
        });
  }

  private static GroupOptions group(Config config, boolean inCluster) {
    GroupOptions defaults = GroupOptions.DEFAULT;
    return new GroupOptions(
        defaults.entryMessagesMax(),
        defaults.entryBytesMax(),
        inCluster ? ENTRIES_IN_FLIGHT : defaults.entriesInFlightMax(),
        config.load().inboxRequestsMax(),
        config.load().inboxBytesMax(),
        defaults.handOverEntriesMax(),
        defaults.repeatDelayMillis(),
        defaults.retryAfterMillis(),
        defaults.syncsOnLoop());
  }

  private static RequestLimits limits(Config config) {
    return new RequestLimits(
        config.server().maxMessageBytes(),
        config.message().headersMax(),
        config.message().headerNameBytesMax(),
        config.message().headerValueBytesMax(),
        config.message().keyBytesMax(),
        config.message().throttleKeysMax(),
        config.message().scriptBytesMax());
  }

  /** What a new group begins with. */
  static GroupSettings settings(Config config) {
    return new GroupSettings(
        config.scheduling().quantum(),
        config.scheduling().inFlightPerQueueMax(),
        config.scheduling().inFlightPerGroupMax(),
        GroupSettings.DEFAULT.deliveriesPerEntryMax(),
        GroupSettings.DEFAULT.expiriesPerEntryMax(),
        GroupSettings.DEFAULT.movesPerEntryMax(),
        config.scheduling().maxAttempts());
  }
}
