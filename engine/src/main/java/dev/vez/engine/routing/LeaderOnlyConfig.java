package dev.vez.engine.routing;

import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.ConfigEntry;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Runtime configuration as another node may ask for it: only where this one leads meta. */
final class LeaderOnlyConfig implements ConfigAdmin {

  private final ConfigAdmin local;
  private final Router router;

  LeaderOnlyConfig(ConfigAdmin local, Router router) {
    this.local = local;
    this.router = router;
  }

  @Override
  public CompletionStage<Result<Settled>> setConfig(String key, String value) {
    return whereLed(() -> local.setConfig(key, value));
  }

  @Override
  public CompletionStage<Result<String>> getConfig(String key) {
    return whereLed(() -> local.getConfig(key));
  }

  @Override
  public CompletionStage<Result<List<ConfigEntry>>> listConfig(String prefix) {
    return whereLed(() -> local.listConfig(prefix));
  }

  private <T> CompletionStage<Result<T>> whereLed(Supplier<CompletionStage<Result<T>>> call) {
    Leaders leaders = router.leaders();
    return leaders.isHere(MetaGroup.NUMBER)
        ? call.get().thenApply(result -> leaders.hinted(result, MetaGroup.NUMBER))
        : CompletableFuture.completedFuture(
            Result.rejected(new Rejection.NotLeader(leaders.hint(MetaGroup.NUMBER))));
  }
}
