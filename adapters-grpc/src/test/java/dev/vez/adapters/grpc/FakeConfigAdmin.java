package dev.vez.adapters.grpc;

import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.ConfigEntry;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what it was asked and answers with what a test gives it. */
final class FakeConfigAdmin implements ConfigAdmin {

  final List<ConfigEntry> set = new CopyOnWriteArrayList<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile String value = "";
  volatile List<ConfigEntry> entries = List.of();
  private volatile @Nullable Rejection rejection;

  void rejectEverything(Rejection reason) {
    rejection = reason;
  }

  @Override
  public CompletionStage<Result<Settled>> setConfig(String key, String newValue) {
    set.add(new ConfigEntry(key, newValue));
    return answer(Settled.INSTANCE);
  }

  @Override
  public CompletionStage<Result<String>> getConfig(String key) {
    asked.add(key);
    return answer(value);
  }

  @Override
  public CompletionStage<Result<List<ConfigEntry>>> listConfig(String prefix) {
    asked.add(prefix);
    return answer(entries);
  }

  private <T> CompletionStage<Result<T>> answer(T answer) {
    Rejection reason = rejection;
    return CompletableFuture.completedStage(
        reason == null ? Result.accepted(answer) : Result.rejected(reason));
  }
}
