package dev.vez.engine.cluster;

import dev.vez.domain.command.AddMember;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.RemoveMember;
import dev.vez.domain.outcome.AddMemberOutcome;
import dev.vez.domain.outcome.LastMemberStays;
import dev.vez.domain.outcome.MemberAdded;
import dev.vez.domain.outcome.MemberConflict;
import dev.vez.domain.outcome.MemberRemoved;
import dev.vez.domain.outcome.MemberUnknown;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.RemoveMemberOutcome;
import dev.vez.domain.record.MemberRecord;
import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Changes of the list of members, where this node leads meta. */
public final class Membership {

  private final MetaGroup meta;

  /** The members of a cluster. */
  public Membership(MetaGroup meta) {
    this.meta = meta;
  }

  /** Lets a node join. Gives the member that it would contradict, none where it is in. */
  public CompletionStage<Result<Optional<MemberRecord>>> join(MemberRecord member) {
    return submit(
        new AddMember(member),
        outcome ->
            switch ((AddMemberOutcome) outcome) {
              case MemberAdded() -> Result.accepted(Optional.<MemberRecord>empty());
              case MemberConflict(var existing) -> Result.accepted(Optional.of(existing));
            });
  }

  /** Takes a node off the list. */
  public CompletionStage<Result<Settled>> remove(long nodeId) {
    if (nodeId < 1) {
      return CompletableFuture.completedFuture(Result.rejected(unknown(nodeId)));
    }
    return submit(
        new RemoveMember(nodeId),
        outcome ->
            switch ((RemoveMemberOutcome) outcome) {
              case MemberRemoved() -> Result.accepted(Settled.INSTANCE);
              case MemberUnknown() -> Result.rejected(unknown(nodeId));
              case LastMemberStays() ->
                  Result.rejected(
                      new Rejection.InvalidArgument(
                          "node_id", "Expected another voter to stay, but it is the only one"));
            });
  }

  static Rejection unknown(long nodeId) {
    return new Rejection.InvalidArgument(
        "node_id", "Expected a member of the cluster, but got " + nodeId);
  }

  private <T> CompletionStage<Result<T>> submit(
      Command command, Function<Outcome, Result<T>> reader) {
    CompletableFuture<Result<Outcome>> answer = new CompletableFuture<>();
    meta.submit(new MemberCall(command, answer));
    return answer.thenApply(
        result ->
            switch (result) {
              case Result.Accepted<Outcome>(var outcome) -> reader.apply(outcome);
              case Result.Rejected<Outcome>(var reason) -> Result.rejected(reason);
            });
  }
}
