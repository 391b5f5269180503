package dev.vez.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.command.Tick;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.NewMessage;
import dev.vez.engine.codec.proto.LogCommand;
import dev.vez.engine.codec.proto.LogEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EntryCodecTest {

  @Property
  void shouldReadWhatItWrote(@ForAll("proposals") Proposal proposal) {
    assertThat(EntryCodec.decode(EntryCodec.encode(proposal))).isEqualTo(proposal);
  }

  @Test
  void shouldBeTriedOnEveryCommandThatThereIs() {
    Set<String> tried =
        Commands.any()
            .sampleStream()
            .limit(2_000)
            .map(command -> command.getClass().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(tried).hasSize(LogCommand.KindCase.values().length - 1);
  }

  @Test
  void shouldShareThePayloadWithTheEntry() {
    byte[] body = new byte[10_000];
    NewMessage message =
        new NewMessage(new MessageId(1, 2), "key", 1, List.of(), 0, Bytes.wrap(body));
    byte[] entry =
        EntryCodec.encode(
            new Proposal(
                1, 1, 1, List.of(new EnqueueMessages(new QueueId(1, 0), List.of(message)))));

    Proposal decoded = EntryCodec.decode(entry);

    EnqueueMessages enqueue = (EnqueueMessages) decoded.commands().getFirst();
    assertThat(enqueue.messages().getFirst().payload().array()).isSameAs(entry);
  }

  @Test
  void shouldRefuseAnotherFormat() {
    byte[] entry = LogEntry.newBuilder().setFormat(2).build().toByteArray();

    assertThatThrownBy(() -> EntryCodec.decode(entry))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("format 1")
        .hasMessageContaining("format 2");
  }

  @Test
  void shouldRefuseACommandThatItDoesNotKnow() {
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(
                1_000,
                UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.EMPTY).build())
            .build();
    byte[] entry =
        LogEntry.newBuilder()
            .setFormat(1)
            .addCommands(LogCommand.newBuilder().setUnknownFields(later))
            .build()
            .toByteArray();

    assertThatThrownBy(() -> EntryCodec.decode(entry)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseAFieldOfTheEntryThatItDoesNotKnow() {
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(1_000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    byte[] entry = LogEntry.newBuilder().setFormat(1).setUnknownFields(later).build().toByteArray();

    assertThatThrownBy(() -> EntryCodec.decode(entry)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseATornEntry() {
    byte[] entry = EntryCodec.encode(new Proposal(1, 1, 1, List.of(new Tick())));
    byte[] torn = Arrays.copyOf(entry, entry.length - 1);

    assertThatThrownBy(() -> EntryCodec.decode(torn)).isInstanceOf(IllegalStateException.class);
  }

  @Provide
  Arbitrary<Proposal> proposals() {
    Arbitrary<List<Command>> commands = Commands.any().list().ofMaxSize(5);
    Arbitrary<Long> numbers = Arbitraries.longs().greaterOrEqual(0);
    return Combinators.combine(numbers, numbers, numbers, commands).as(Proposal::new);
  }
}
