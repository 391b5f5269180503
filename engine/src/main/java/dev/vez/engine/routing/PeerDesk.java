package dev.vez.engine.routing;

import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.outcome.ChangeOutcome;
import dev.vez.domain.record.MemberRecord;
import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.engine.cluster.ClusterSetup;
import dev.vez.engine.cluster.Membership;
import dev.vez.engine.codec.EntryCodec;
import dev.vez.engine.routing.proto.Answer;
import dev.vez.engine.routing.proto.CarryOutQuestion;
import dev.vez.engine.routing.proto.ChangeGroupQuestion;
import dev.vez.engine.routing.proto.ConfigList;
import dev.vez.engine.routing.proto.ConsumeQuestion;
import dev.vez.engine.routing.proto.CreateQueueQuestion;
import dev.vez.engine.routing.proto.Done;
import dev.vez.engine.routing.proto.EnqueueQuestion;
import dev.vez.engine.routing.proto.JoinAnswer;
import dev.vez.engine.routing.proto.JoinQuestion;
import dev.vez.engine.routing.proto.Question;
import dev.vez.engine.routing.proto.QueueList;
import dev.vez.engine.routing.proto.RedriveQuestion;
import dev.vez.engine.routing.proto.SettleQuestion;
import dev.vez.engine.routing.proto.SubscribeQuestion;
import dev.vez.engine.routing.proto.TransferQuestion;
import dev.vez.engine.service.DataGroups;
import dev.vez.engine.service.QueueAdminService;
import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.ConfigEntry;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.peers.PeerService;
import dev.vez.ports.peers.PeerStream;
import dev.vez.ports.peers.PeerStreamListener;
import dev.vez.ports.replication.ChangeResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Answers the other nodes of the cluster. What they have forwarded is carried out here or refused,
 * never forwarded again.
 */
final class PeerDesk implements PeerService {

  private final ClusterSetup setup;
  private final MetaGroup meta;
  private final DataGroups groups;
  private final Messaging messaging;
  private final QueueAdminService admin;
  private final ConfigAdmin config;
  private final Router router;
  private final Membership membership;
  private final GroupControl control;

  /**
   * The desk of one node.
   *
   * @param messaging carries out what this node leads, and forwards nothing
   * @param config answers where this node leads meta, and forwards nothing
   * @param router which forwards nothing
   */
  PeerDesk(
      ClusterSetup setup,
      MetaGroup meta,
      DataGroups groups,
      Messaging messaging,
      QueueAdminService admin,
      ConfigAdmin config,
      Router router,
      Membership membership,
      GroupControl control) {
    this.setup = setup;
    this.meta = meta;
    this.groups = groups;
    this.messaging = messaging;
    this.admin = admin;
    this.config = config;
    this.router = router;
    this.membership = membership;
    this.control = control;
  }

  @Override
  public CompletionStage<Bytes> asked(Bytes bytes) {
    Question question = understood(bytes);
    return switch (question.getKindCase()) {
      case ENQUEUE -> enqueue(question.getEnqueue());
      case ENQUEUE_BATCH ->
          answer(
              messaging.enqueueBatch(PeerWire.batch(question.getEnqueueBatch())),
              (answer, results) -> answer.setEnqueued(PeerWire.results(results)));
      case SETTLE -> settled(settle(question.getSettle()));
      case CREATE_QUEUE -> createQueue(question.getCreateQueue());
      case DELETE_QUEUE ->
          settled(
              hinted(MetaGroup.NUMBER, admin.deleteQueue(question.getDeleteQueue().getQueue())));
      case QUEUE_STATS -> queueStats(question.getQueueStats().getQueue());
      case GROUP_QUEUES -> groupQueues(dataGroup(question.getGroupQueues().getGroup()));
      case CARRY_OUT -> carryOut(question.getCarryOut());
      case CATALOGUE_INDEX ->
          answer(hinted(MetaGroup.NUMBER, meta.currentIndex()), Answer.Builder::setCatalogueIndex);
      case JOIN -> join(question.getJoin());
      case REMOVE_NODE ->
          settled(
              hinted(MetaGroup.NUMBER, membership.remove(question.getRemoveNode().getNodeId())));
      case GROUP_STATE ->
          CompletableFuture.completedFuture(
              PeerWire.encode(
                  Answer.newBuilder()
                      .setGroupState(
                          control.answerState(group(question.getGroupState().getGroup())))
                      .build()));
      case REPLICA ->
          control
              .answerReplica(group(question.getReplica().getGroup()))
              .thenApply(
                  replica -> PeerWire.encode(Answer.newBuilder().setReplica(replica).build()));
      case CHANGE_GROUP -> changeGroup(question.getChangeGroup());
      case TRANSFER -> transfer(question.getTransfer());
      case REDRIVE -> redrive(question.getRedrive());
      case SET_CONFIG ->
          settled(
              config.setConfig(
                  question.getSetConfig().getKey(), question.getSetConfig().getValue()));
      case GET_CONFIG ->
          answer(config.getConfig(question.getGetConfig()), Answer.Builder::setConfigValue);
      case LIST_CONFIG ->
          answer(
              config.listConfig(question.getListConfig()),
              (answer, entries) -> answer.setConfig(configList(entries)));
      case DEMAND ->
          answer(
              RoutedDemand.here(
                  groups,
                  dataGroup(question.getDemand().getGroup()),
                  RoutedDemand.decode(question.getDemand())),
              (answer, demand) -> answer.setDemand(RoutedDemand.encode(demand)));
      case SETTLE_BATCH ->
          answer(
              messaging.settleBatch(SettleWire.batch(question.getSettleBatch())),
              (answer, results) -> answer.setSettled(SettleWire.results(results)));
      case CONSUME, SUBSCRIBE, KIND_NOT_SET ->
          throw new IllegalArgumentException("Expected a question that this version knows");
    };
  }

  @Override
  public PeerStreamListener opened(Bytes bytes, PeerStream stream) {
    Question question = understood(bytes);
    if (question.hasSubscribe()) {
      return subscribed(question.getSubscribe(), stream);
    }
    if (!question.hasConsume()) {
      throw new IllegalArgumentException("Expected a consumer");
    }
    ConsumeQuestion consume = question.getConsume();
    ProxiedConsumer consumer = new ProxiedConsumer(stream, hints(consume.getQueue()));
    consumer.attach(messaging, consume.getQueue(), consume.getWindow());
    return consumer;
  }

  private PeerStreamListener subscribed(SubscribeQuestion question, PeerStream stream) {
    ProxiedSubscriber subscriber = new ProxiedSubscriber(stream, hints(question.getQueue()));
    subscriber.attach(
        messaging,
        new SubscribeRequest(
            question.getQueue(),
            question.getCredit(),
            question.getMaxInFlight(),
            question.getReleases() ? SubscribeRequest.AtEnd.RELEASE : SubscribeRequest.AtEnd.KEEP));
    return subscriber;
  }

  private UnaryOperator<Rejection> hints(String queue) {
    return reason -> {
      Integer group = router.groupOf(queue);
      return group == null ? reason : router.leaders().hinted(reason, group);
    };
  }

  /** Only a node that has yet to join may not know the cluster. */
  private Question understood(Bytes bytes) {
    Question question = PeerWire.question(bytes);
    boolean isNewcomer = question.hasJoin() && question.getClusterId().isEmpty();
    if (!isNewcomer && !question.getClusterId().equals(setup.clusterId())) {
      throw new IllegalArgumentException("Expected a node of this cluster");
    }
    return question;
  }

  private CompletionStage<Bytes> enqueue(EnqueueQuestion question) {
    return this.<MessageId>answer(
        messaging.enqueue(
            new EnqueueRequest(
                question.getQueue(),
                question.getHeadersMap(),
                PeerWire.bytes(question.getBody()),
                question.getOrigin())),
        (answer, id) -> answer.setMessageId(PeerWire.key(id)));
  }

  private CompletionStage<Result<Settled>> settle(SettleQuestion question) {
    var queue = question.getQueue();
    var message = PeerWire.messageId(question.getMessage());
    var lease = PeerWire.leaseId(question.getLease());
    return switch (question.getHowCase()) {
      case ACK -> messaging.ack(queue, message, lease);
      case NACK -> messaging.nack(queue, message, lease, question.getNack());
      case EXTEND -> messaging.extend(queue, message, lease, question.getExtend());
      case HOW_NOT_SET ->
          throw new IllegalArgumentException("Expected a way to settle that this version knows");
    };
  }

  private CompletionStage<Bytes> createQueue(CreateQueueQuestion question) {
    return answer(
        hinted(
            MetaGroup.NUMBER,
            admin.createQueue(
                new NewQueue(
                    question.getName(),
                    question.getOnEnqueueScript(),
                    question.getOnFailureScript(),
                    question.getVisibilityTimeoutMillis()))),
        Answer.Builder::setName);
  }

  private CompletionStage<Bytes> queueStats(String queue) {
    return answer(
        router.byQueue(
            queue,
            () -> admin.queueStats(queue),
            _ -> Router.rejected(new Rejection.NotLeader(""))),
        (answer, stats) -> answer.setQueueStats(PeerWire.stats(stats)));
  }

  private CompletionStage<Bytes> redrive(RedriveQuestion question) {
    Redrive redrive =
        new Redrive(
            question.getDeadLetterQueue(),
            question.getCount(),
            question.hasFairnessKey() ? question.getFairnessKey() : null,
            question.getRatePerSecond(),
            question.getDryRun());
    return answer(
        router.byQueue(
            redrive.deadLetterQueue(),
            () -> admin.redrive(redrive),
            _ -> Router.rejected(new Rejection.NotLeader(""))),
        Answer.Builder::setMoved);
  }

  private CompletionStage<Bytes> groupQueues(int group) {
    return answer(
        hinted(group, admin.listQueues(group)),
        (answer, queues) ->
            answer.setQueues(
                QueueList.newBuilder().addAllQueues(queues.stream().map(PeerWire::line).toList())));
  }

  private CompletionStage<Bytes> carryOut(CarryOutQuestion question) {
    if (!(EntryCodec.decodeCommand(PeerWire.bytes(question.getCommand()))
        instanceof CarryOutChange change)) {
      throw new IllegalArgumentException("Expected a change of the catalogue");
    }
    int group = dataGroup(question.getGroup());
    CompletableFuture<Result<ChangeOutcome>> over = new CompletableFuture<>();
    groups.get(group).propose(new CarriedOut(change, over::complete));
    return answer(
        hinted(group, over),
        (answer, outcome) -> answer.setChangeOutcome(ChangeOutcomeWire.encode(outcome)));
  }

  private CompletionStage<Bytes> join(JoinQuestion question) {
    MemberRecord member = PeerWire.member(question.getMember());
    return answer(
        hinted(MetaGroup.NUMBER, membership.join(member)),
        (Answer.Builder answer, Optional<MemberRecord> conflict) -> {
          JoinAnswer.Builder joined =
              JoinAnswer.newBuilder()
                  .setClusterId(setup.clusterId())
                  .setDataGroups(setup.dataGroups());
          conflict.ifPresent(existing -> joined.setConflict(PeerWire.member(existing)));
          answer.setJoined(joined);
        });
  }

  private CompletionStage<Bytes> changeGroup(ChangeGroupQuestion question) {
    return changed(control.changeHere(group(question.getGroup()), GroupControl.change(question)));
  }

  private CompletionStage<Bytes> transfer(TransferQuestion question) {
    return changed(control.transferHere(group(question.getGroup()), question.getNodeId()));
  }

  private static CompletionStage<Bytes> changed(CompletionStage<ChangeResult> result) {
    return result.thenApply(
        change ->
            PeerWire.encode(
                Answer.newBuilder().setGroupChange(GroupControl.answer(change)).build()));
  }

  private static ConfigList configList(List<ConfigEntry> entries) {
    ConfigList.Builder list = ConfigList.newBuilder();
    entries.forEach(
        entry ->
            list.addEntries(
                ConfigList.Entry.newBuilder().setKey(entry.key()).setValue(entry.value())));
    return list.build();
  }

  private int group(int number) {
    if (number < 0 || number > groups.all().size()) {
      throw new IllegalArgumentException("Expected a group of this cluster, but got " + number);
    }
    return number;
  }

  private int dataGroup(int number) {
    if (number == MetaGroup.NUMBER) {
      throw new IllegalArgumentException("Expected a data group");
    }
    return group(number);
  }

  private <T> CompletionStage<Result<T>> hinted(int group, CompletionStage<Result<T>> result) {
    return result.thenApply(each -> router.leaders().hinted(each, group));
  }

  private CompletionStage<Bytes> settled(CompletionStage<Result<Settled>> result) {
    return answer(result, (answer, _) -> answer.setDone(Done.getDefaultInstance()));
  }

  private <T> CompletionStage<Bytes> answer(
      CompletionStage<Result<T>> result, BiConsumer<Answer.Builder, T> writer) {
    return result.thenApply(
        each -> {
          Answer.Builder answer = Answer.newBuilder();
          switch (each) {
            case Result.Accepted<T>(var value) -> writer.accept(answer, value);
            case Result.Rejected<T>(var reason) -> answer.setRejected(RejectionWire.encode(reason));
          }
          return PeerWire.encode(answer.build());
        });
  }
}
