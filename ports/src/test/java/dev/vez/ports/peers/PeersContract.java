package dev.vez.ports.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.message.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every implementation of the port to other nodes must do. */
public abstract class PeersContract {

  private static final String CLOSED = "closed";

  private static final long LONG_MILLIS = 60_000;

  /** The calls of a node that belongs to the cluster. */
  protected abstract Peers peers();

  /** Starts a node, and gives its address. */
  protected abstract String serve(PeerService service);

  /** An address at which nobody answers. */
  protected abstract String deadAddress();

  /** Breaks every connection to a node, which stays away. */
  protected abstract void breakOff(String address);

  /** Goes on until a condition holds, or fails. */
  protected abstract void await(BooleanSupplier condition);

  @Test
  void shouldCarryAQuestionAndItsAnswer() {
    Desk desk = new Desk();
    String address = serve(desk);
    assertThat(result(peers().ask(address, bytes("a"), LONG_MILLIS)))
        .isEqualTo(new PeerAnswer.Answered(bytes("a!")));
    assertThat(result(peers().ask(address, Bytes.EMPTY, LONG_MILLIS)))
        .isEqualTo(new PeerAnswer.Answered(bytes("!")));
  }

  @Test
  void shouldCarryWhatIsAsLargeAsTheLargestMessage() {
    String address = serve(new Desk());
    Bytes large = Bytes.wrap(new byte[4 << 20]);
    PeerAnswer answer = result(peers().ask(address, large, LONG_MILLIS));
    assertThat(answer)
        .isInstanceOfSatisfying(
            PeerAnswer.Answered.class,
            it -> assertThat(it.answer().size()).isEqualTo(1 + (4 << 20)));
  }

  @Test
  void shouldSayThatNobodyHasTakenIt() {
    assertThat(result(peers().ask(deadAddress(), bytes("a"), LONG_MILLIS)))
        .isInstanceOf(PeerAnswer.NotTaken.class);
  }

  @Test
  void shouldSayThatAQuestionWasNotUnderstood() {
    String address = serve(new Desk());
    assertThat(result(peers().ask(address, bytes("nonsense"), LONG_MILLIS)))
        .isInstanceOf(PeerAnswer.NotTaken.class);
  }

  @Test
  void shouldNotKnowWhatBecameOfAQuestionWhoseConnectionBroke() {
    Desk desk = new Desk();
    String address = serve(desk);
    CompletionStage<PeerAnswer> answer = peers().ask(address, bytes("wait"), LONG_MILLIS);
    await(() -> desk.asked.contains("wait"));
    breakOff(address);
    assertThat(result(answer)).isInstanceOf(PeerAnswer.Unknown.class);
    assertThat(desk.asked).containsExactly("wait");
  }

  @Test
  void shouldCarryFramesBothWaysInOrder() {
    Desk desk = new Desk();
    String address = serve(desk);
    Hearing hearing = new Hearing();
    PeerStream stream = peers().open(address, bytes("stream"), hearing);
    for (int i = 0; i < 100; i++) {
      stream.send(bytes("f" + i));
    }
    await(() -> hearing.frames.size() == 100);
    assertThat(hearing.frames).startsWith("f0!", "f1!", "f2!").endsWith("f99!");
    assertThat(hearing.end).isNull();
  }

  @Test
  void shouldTellTheOtherEndThatAStreamIsClosedAfterWhatWasSent() {
    Desk desk = new Desk();
    String address = serve(desk);
    PeerStream stream = peers().open(address, bytes("stream"), new Hearing());
    stream.send(bytes("last"));
    stream.close();
    await(() -> desk.streams.size() == 1 && desk.streams.getFirst().end != null);
    assertThat(desk.streams.getFirst().frames).containsExactly("last");
    assertThat(desk.streams.getFirst().end).isEqualTo(CLOSED);
  }

  @Test
  void shouldTellWhoOpenedAStreamThatTheOtherEndHasClosedIt() {
    String address = serve(new Desk());
    Hearing hearing = new Hearing();
    PeerStream stream = peers().open(address, bytes("stream"), hearing);
    stream.send(bytes("close"));
    await(() -> hearing.end != null);
    assertThat(hearing.frames).containsExactly("bye");
    assertThat(hearing.end).isEqualTo(CLOSED);
    stream.send(bytes("late"));
  }

  @Test
  void shouldTellBothEndsOfABrokenStream() {
    Desk desk = new Desk();
    String address = serve(desk);
    Hearing hearing = new Hearing();
    PeerStream stream = peers().open(address, bytes("stream"), hearing);
    stream.send(bytes("a"));
    await(() -> hearing.frames.size() == 1);
    breakOff(address);
    await(() -> hearing.end != null && desk.streams.getFirst().end != null);
    assertThat(hearing.end).isNotEqualTo(CLOSED);
    assertThat(desk.streams.getFirst().end).isNotEqualTo(CLOSED);
  }

  @Test
  void shouldEndAStreamThatNobodyTakes() {
    Hearing dead = new Hearing();
    peers().open(deadAddress(), bytes("stream"), dead);
    Hearing notUnderstood = new Hearing();
    peers().open(serve(new Desk()), bytes("nonsense"), notUnderstood);
    await(() -> dead.end != null && notUnderstood.end != null);
  }

  private PeerAnswer result(CompletionStage<PeerAnswer> answer) {
    CompletableFuture<PeerAnswer> future = answer.toCompletableFuture();
    await(future::isDone);
    return future.join();
  }

  protected static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }

  private static Bytes exclaimed(Bytes bytes) {
    byte[] result = java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() + 1);
    result[bytes.size()] = '!';
    return Bytes.wrap(result);
  }

  /** Answers what it is asked with an exclamation mark, and streams too. */
  private static final class Desk implements PeerService {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Hearing> streams = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<Bytes> asked(Bytes question) {
      understand(question);
      asked.add(question.size() > 100 ? "large" : text(question));
      return text(question).equals("wait")
          ? new CompletableFuture<>()
          : CompletableFuture.completedFuture(exclaimed(question));
    }

    @Override
    public PeerStreamListener opened(Bytes question, PeerStream stream) {
      understand(question);
      Hearing hearing =
          new Hearing() {
            @Override
            public void received(Bytes frame) {
              super.received(frame);
              if (text(frame).equals("close")) {
                stream.send(bytes("bye"));
                stream.close();
              } else {
                stream.send(exclaimed(frame));
              }
            }
          };
      streams.add(hearing);
      return hearing;
    }

    private static void understand(Bytes question) {
      if (text(question).equals("nonsense")) {
        throw new IllegalArgumentException("Expected sense");
      }
    }
  }

  /** Keeps what it hears. */
  private static class Hearing implements PeerStreamListener {

    private final List<String> frames = new CopyOnWriteArrayList<>();
    private volatile @Nullable String end;

    @Override
    public void received(Bytes frame) {
      frames.add(text(frame));
    }

    @Override
    public void closed() {
      ended(CLOSED);
    }

    @Override
    public void broken(String why) {
      ended(why);
    }

    private void ended(String how) {
      if (end != null) {
        throw new AssertionError("Expected one end, but got another: " + how);
      }
      end = how;
    }
  }
}
