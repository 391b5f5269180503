package dev.vez.engine.codec;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.message.Bytes;
import dev.vez.engine.codec.proto.LogCommand;
import dev.vez.engine.codec.proto.LogEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Log entries as bytes. */
public final class EntryCodec {

  /** The one format so far. */
  static final int FORMAT = 1;

  private EntryCodec() {}

  /** The bytes of a proposal, in an array of its own. */
  public static byte[] encode(Proposal proposal) {
    LogEntry.Builder entry =
        LogEntry.newBuilder()
            .setFormat(FORMAT)
            .setExpectedTerm(proposal.expectedTerm())
            .setSequence(proposal.sequence())
            .setLogTimeMicros(proposal.logTimeMicros());
    for (Command command : proposal.commands()) {
      entry.addCommands(CommandEncoder.encode(command));
    }
    return entry.build().toByteArray();
  }

  /**
   * Reads an entry, whose array is given up: payloads share it.
   *
   * @throws IllegalStateException if it is not an entry of a format that this version knows, or has
   *     a command that it does not know; it must not be skipped
   */
  public static Proposal decode(byte[] bytes) {
    LogEntry entry = parse(bytes);
    if (entry.getFormat() != FORMAT || !entry.getUnknownFields().asMap().isEmpty()) {
      throw new IllegalStateException(
          "Expected a log entry of format " + FORMAT + ", but got format " + entry.getFormat());
    }
    List<Command> commands = new ArrayList<>(entry.getCommandsCount());
    for (LogCommand command : entry.getCommandsList()) {
      commands.add(CommandDecoder.decode(command));
    }
    return new Proposal(
        entry.getExpectedTerm(), entry.getSequence(), entry.getLogTimeMicros(), commands);
  }

  /** One command on its way to another node. */
  public static Bytes encodeCommand(Command command) {
    return Bytes.wrap(CommandEncoder.encode(command).toByteArray());
  }

  /**
   * Reads a command from another node.
   *
   * @throws IllegalArgumentException if it is none that this version knows
   */
  public static Command decodeCommand(Bytes bytes) {
    try {
      return CommandDecoder.decode(LogCommand.parseFrom(Wire.sharing(bytes)));
    } catch (IOException | IllegalStateException unknown) {
      throw new IllegalArgumentException("Expected a command that this version knows", unknown);
    }
  }

  private static LogEntry parse(byte[] bytes) {
    try {
      return LogEntry.parseFrom(Wire.sharing(Bytes.wrap(bytes)));
    } catch (IOException malformed) {
      throw new IllegalStateException(
          "Expected a log entry, but its " + bytes.length + " bytes are none", malformed);
    }
  }
}
