package dev.vez.adapters.ratis;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.replication.GroupMember;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.util.ExitUtils;

/** The groups of this node, as divisions of one Ratis server that talks gRPC. */
public final class RatisConsensusGroups implements ConsensusGroups {

  static {
    // Ratis would end the process: where its port is taken, and on whatever any thread fails to
    // catch.
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    ExitUtils.disableSystemExit();
    ExitUtils.setTerminateOnUncaughtException(false);
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  private final RatisSettings settings;
  private final RaftServer server;
  private final Map<RaftGroupId, RatisConsensusGroup> open = new ConcurrentHashMap<>();

  /**
   * Starts to listen, without any encryption.
   *
   * @throws UncheckedIOException if that is not possible
   */
  public RatisConsensusGroups(RatisSettings settings) {
    this(settings, new Parameters());
  }

  /**
   * Starts to listen.
   *
   * @param parameters what Ratis cannot be told by name, such as its {@code GrpcTlsConfig}
   * @throws UncheckedIOException if that is not possible
   */
  public RatisConsensusGroups(RatisSettings settings, Parameters parameters) {
    this.settings = settings;
    PeersOnly.install(parameters);
    Path folder = settings.folder().toAbsolutePath().normalize();
    RaftProperties properties = RatisProperties.of(settings);
    try {
      Files.createDirectories(folder);
      RatisProperties.setFolder(properties, folder.resolve("none").toFile());
      server =
          RaftServer.newBuilder()
              .setServerId(Members.peerId(settings.nodeId()))
              .setStateMachineRegistry(this::newStateMachine)
              .setProperties(properties)
              .setParameters(parameters)
              .build();
      RatisProperties.setFolder(properties, folder.toFile());
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(cannotListen(settings), e);
    } catch (ExitUtils.ExitException e) {
      ExitUtils.clear();
      throw new UncheckedIOException(cannotListen(settings), new IOException(e.getCause()));
    }
  }

  @Override
  public ConsensusGroup open(int group, AppliedPosition applied, List<GroupMember> initialMembers) {
    RaftGroupId id = groupId(settings.clusterId(), group);
    RatisConsensusGroup opened =
        new RatisConsensusGroup(
            server,
            id,
            settings.timing(),
            settings.limits().entryBytesMax(),
            List.copyOf(initialMembers),
            () -> open.remove(id));
    if (open.putIfAbsent(id, opened) != null) {
      throw new IllegalStateException("Expected group " + group + " not to be open");
    }
    return opened;
  }

  @Override
  public void close() {
    if (!open.isEmpty()) {
      throw new IllegalStateException(
          "Expected every group to be stopped, but " + open.size() + " are open");
    }
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The Ratis server could not be closed", e);
    }
  }

  /** The same for ever, for a group of a cluster. */
  static RaftGroupId groupId(String clusterId, int group) {
    String name = "vez/" + clusterId + "/" + group;
    return RaftGroupId.valueOf(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  private StateMachine newStateMachine(RaftGroupId id) {
    RatisConsensusGroup group = open.get(id);
    if (group == null) {
      throw new IllegalStateException("Expected group " + id + " to be open");
    }
    return group.newStateMachine();
  }

  private static String cannotListen(RatisSettings settings) {
    return "Expected to listen at " + settings.host() + ":" + settings.port() + " for other nodes";
  }
}
