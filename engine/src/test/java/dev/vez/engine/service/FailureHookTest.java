package dev.vez.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.NackMessage;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.RecordKey;
import dev.vez.domain.record.RecordType;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.TestNode;
import dev.vez.engine.group.GroupStatus;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.FailureVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a nack does where the queue has an on_failure script. */
class FailureHookTest {

  private static final String SCRIPT = "on failure";
  private static final String HOOKS_0 = "hooks-0";
  private static final String HOOKS_1 = "hooks-1";
  private static final long VISIBILITY_MILLIS = 1_000;

  private final TestNode node = TestNode.started();
  private final List<FailureHook.Input> seen = new ArrayList<>();

  @Test
  void shouldShowTheScriptTheMessageAndItsFailure() {
    Delivery first = delivered(deciding(new FailureVerdict.Retry(0)), "m");

    node.accepted(nack(first, "HTTP 503"));

    assertThat(seen)
        .containsExactly(
            new FailureHook.Input("q", first.message().id(), Map.of("header", "m"), 1, "HTTP 503"));
  }

  @Test
  void shouldCountAttemptsAsTheMachineDoes() {
    RecordingSink sink = deciding(new FailureVerdict.Retry(0));
    delivered(sink, "m");
    for (int attempt = 1; attempt <= 3; attempt++) {
      node.accepted(nack(sink.deliveries().getLast(), ""));
      node.scheduler.runReady();
    }

    assertThat(seen.stream().map(FailureHook.Input::attempts)).containsExactly(1, 2, 3);
    assertThat(sink.deliveries().getLast().message().attempts()).isEqualTo(3);
  }

  /** Payloads that are not fresh any more are read from the store. */
  @Test
  void shouldShowHeadersAfterARestart() {
    RecordingSink before = deciding(new FailureVerdict.Retry(0));
    Delivery delivery = delivered(before, "m");
    node.crashAndRestart();

    node.accepted(nack(delivery, ""));

    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().headers()).isEqualTo(Map.of("header", "m"));
  }

  @Test
  void shouldCutTheErrorForTheScriptToo() {
    Delivery delivery = delivered(deciding(new FailureVerdict.Retry(0)), "m");

    node.accepted(nack(delivery, "x".repeat(5_000)));

    assertThat(seen.getFirst().error()).hasSize(NackMessage.ERROR_BYTES_MAX);
  }

  @Test
  void shouldMoveADeadLetter() {
    RecordingSink sink = deciding(new FailureVerdict.DeadLetter());
    Delivery delivery = delivered(sink, "m");

    node.accepted(nack(delivery, "fatal"));
    node.scheduler.runReady();

    assertThat(sink.deliveries()).hasSize(1);
    assertThat(node.summary("q").depth()).isZero();
    RecordingSink dead = node.consume("q.dlq", 10);
    node.scheduler.runReady();
    assertThat(dead.deliveries().getFirst().message().id()).isEqualTo(delivery.message().id());
  }

  @Test
  void shouldRetryAfterTheDelay() {
    RecordingSink sink = deciding(new FailureVerdict.Retry(5_000));
    Delivery delivery = delivered(sink, "m");

    node.accepted(nack(delivery, ""));
    node.scheduler.advanceMillis(4_900);
    assertThat(sink.deliveries()).hasSize(1);
    node.scheduler.advanceMillis(200);

    assertThat(sink.deliveries()).hasSize(2);
  }

  @Test
  void shouldRetryAtOnceWhereTheScriptFails() {
    node.hooks.failing("broken", "line 1: no");
    RecordingSink sink = consume("broken");
    Delivery delivery = delivered(sink, "m");

    node.accepted(nack(delivery, ""));
    node.scheduler.runReady();

    assertThat(sink.bodies()).containsExactly("m", "m");
    assertThat(node.engine().scripts().failures()).isEqualTo(1);
  }

  @Test
  void shouldBypassAScriptThatFailsAgainAndAgain() {
    node.hooks.failing("broken", "line 1: no");
    RecordingSink sink = consume("broken");
    delivered(sink, "m");
    for (int i = 0; i < 5; i++) {
      node.accepted(nack(sink.deliveries().getLast(), ""));
      node.scheduler.runReady();
    }

    assertThat(node.hooks.runs("broken")).isEqualTo(3);
    assertThat(sink.deliveries().getLast().message().attempts()).isEqualTo(5);
  }

  @Test
  void shouldSayThatNoLeaseIsAliveWithoutRunningTheScript() {
    deciding(new FailureVerdict.Retry(0));
    MessageId unknown = new MessageId(7, 7);

    assertThat(node.rejected(nack(unknown, LeaseId.NONE)))
        .isEqualTo(new Rejection.LeaseNotFound("q", unknown.toString()));
    assertThat(seen).isEmpty();
  }

  @Test
  void shouldRefuseALeaseThatHasEnded() {
    RecordingSink sink = deciding(new FailureVerdict.Retry(0));
    Delivery first = delivered(sink, "m");
    node.scheduler.advanceMillis(VISIBILITY_MILLIS + 100);
    assertThat(sink.deliveries()).hasSize(2);

    assertThat(node.rejected(nack(first.message().id(), first.lease())))
        .isInstanceOf(Rejection.LeaseLost.class);
    assertThat(seen).isEmpty();
    node.accepted(nack(sink.deliveries().get(1), ""));
  }

  /** The script saw attempt 1, but its verdict would now be on attempt 2. */
  @Test
  void shouldRunTheScriptAgainWhereTheLeaseHasChanged() {
    RecordingSink sink = deciding(new FailureVerdict.Retry(0));
    Delivery first = delivered(sink, "m");
    CompletableFuture<Result<Settled>> nack = nackWhileTheLeaseChanges(first, LeaseId.NONE);

    node.accepted(nack);
    node.scheduler.runReady();

    assertThat(seen.stream().map(FailureHook.Input::attempts)).containsExactly(1, 2);
    assertThat(sink.deliveries().getLast().message().attempts()).isEqualTo(2);
  }

  @Test
  void shouldNotRunItAgainForAConsumerThatNamedTheOldLease() {
    RecordingSink sink = deciding(new FailureVerdict.Retry(0));
    Delivery first = delivered(sink, "m");

    CompletableFuture<Result<Settled>> nack = nackWhileTheLeaseChanges(first, first.lease());

    assertThat(node.rejected(nack)).isInstanceOf(Rejection.LeaseLost.class);
    assertThat(seen).hasSize(1);
    assertThat(sink.deliveries().getLast().message().attempts()).isEqualTo(1);
  }

  @Test
  void shouldSayThatNoLeaseIsAliveWhereItIsGoneWhenTheScriptIsDone() {
    RecordingSink sink = deciding(new FailureVerdict.Retry(0));
    Delivery first = delivered(sink, "m");
    node.process().pause(HOOKS_0);
    node.process().pause(HOOKS_1);
    CompletableFuture<Result<Settled>> nack = nack(first.message().id(), LeaseId.NONE);
    node.scheduler.runReady();
    node.accepted(node.ack(first));

    resumeHooks();

    assertThat(node.rejected(nack)).isInstanceOf(Rejection.LeaseNotFound.class);
  }

  @Test
  void shouldAnswerNacksThatWaitWhenTheNodeStops() {
    RecordingSink sink = deciding(new FailureVerdict.Retry(0));
    Delivery first = delivered(sink, "m");
    node.process().pause(HOOKS_0);
    node.process().pause(HOOKS_1);
    CompletableFuture<Result<Settled>> nack = nack(first.message().id(), LeaseId.NONE);
    node.scheduler.runReady();
    node.stop();

    resumeHooks();
    node.scheduler.runReady();

    assertThat(nack).isDone();
  }

  @Test
  void shouldNotAskTheLoopWhereThereIsNoScript() {
    RecordingSink sink = consume("");
    Delivery delivery = delivered(sink, "m");
    node.process().pause(HOOKS_0);
    node.process().pause(HOOKS_1);

    node.accepted(nack(delivery, "e"));
    node.scheduler.runReady();

    assertThat(sink.bodies()).containsExactly("m", "m");
    assertThat(seen).isEmpty();
  }

  @Test
  void shouldStopTheGroupWhereThePayloadOfALeasedMessageIsMissing() {
    RecordingSink sink = deciding(new FailureVerdict.Retry(0));
    Delivery delivery = delivered(sink, "m");
    losePayloads();

    assertThat(node.rejected(nack(delivery, ""))).isEqualTo(new Rejection.NotLeader(""));
    node.scheduler.runReady();

    assertThat(node.engine().health().get(1)).isInstanceOf(GroupStatus.Failed.class);
    assertThat(seen).isEmpty();
  }

  @Test
  void shouldStopTheGroupWhereAPayloadCannotBeRead() {
    RecordingSink sink = deciding(new FailureVerdict.Retry(0));
    Delivery delivery = delivered(sink, "m");
    node.crashAndRestart();
    node.store(1).failNextRead();

    assertThat(node.rejected(nack(delivery, ""))).isEqualTo(new Rejection.NotLeader(""));
    node.scheduler.runReady();

    assertThat(node.engine().health().get(1)).isInstanceOf(GroupStatus.Failed.class);
  }

  /** Damages the store behind the engine's back. */
  private void losePayloads() {
    AppliedPosition applied = node.store(1).applied();
    List<Mutation> losses =
        node.store(1).image().all(RecordType.PAYLOAD).stream()
            .<Mutation>map(record -> new Mutation.Remove((RecordKey.OfPayload) record.key()))
            .toList();
    // The engine's next entry takes the index after this one.
    node.crash(unsynced -> unsynced);
    node.replaceProcess();
    var store = node.disk.open(1);
    store.write(new StoreBatch(new AppliedPosition(applied.index() + 1, applied.term()), losses));
    store.sync();
    store.close();
    node.start();
  }

  /** The lease expires and is replaced while the hooks' threads stand still. */
  private CompletableFuture<Result<Settled>> nackWhileTheLeaseChanges(
      Delivery first, LeaseId named) {
    node.process().pause(HOOKS_0);
    node.process().pause(HOOKS_1);
    CompletableFuture<Result<Settled>> nack = nack(first.message().id(), named);
    node.scheduler.advanceMillis(VISIBILITY_MILLIS + 100);
    resumeHooks();
    return nack;
  }

  private void resumeHooks() {
    node.process().resume(HOOKS_0);
    node.process().resume(HOOKS_1);
  }

  private RecordingSink deciding(FailureVerdict verdict) {
    node.hooks.decidingOnFailure(
        SCRIPT,
        input -> {
          seen.add(input);
          return verdict;
        });
    return consume(SCRIPT);
  }

  private RecordingSink consume(String script) {
    node.accepted(
        node.engine().admin().createQueue(new NewQueue("q", "", script, VISIBILITY_MILLIS)));
    return node.consume("q", 10, new RecordingSink().handingOver());
  }

  private Delivery delivered(RecordingSink sink, String body) {
    node.accepted(
        node.engine()
            .messaging()
            .enqueue(new EnqueueRequest("q", Map.of("header", body), TestNode.bytes(body), 1)));
    node.scheduler.runReady();
    return sink.deliveries().getFirst();
  }

  private CompletableFuture<Result<Settled>> nack(Delivery delivery, String error) {
    return node.engine()
        .messaging()
        .nack("q", delivery.message().id(), delivery.lease(), error)
        .toCompletableFuture();
  }

  private CompletableFuture<Result<Settled>> nack(MessageId message, LeaseId lease) {
    return node.engine().messaging().nack("q", message, lease, "").toCompletableFuture();
  }
}
