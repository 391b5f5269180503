package dev.vez.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vez.client.BrokerAddress;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class ServerProcessIT {

  /** What a process that SIGTERM has ended reports. */
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;

  @Test
  void shouldStopInGoodOrderOnSigterm() throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(folder)) {
      int port = server.awaitPort();
      try (VezClient client = VezClient.of(new BrokerAddress("127.0.0.1", port))) {
        join(client.createQueue(NewQueue.named("orders")));
      }

      server.terminate();

      assertThat(server.awaitExit()).isEqualTo(TERMINATED);
      assertThat(server.lines())
          .allSatisfy(
              line ->
                  assertThat(line)
                      .matches(
                          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ (INFO |WARN ) .*\\S"));
      assertThat(server.lines().getLast()).endsWith(" - Stopped");
    }
    try (ServerProcess again = ServerProcess.start(folder);
        VezClient client = VezClient.of(new BrokerAddress("127.0.0.1", again.awaitPort()))) {
      assertThat(join(client.queueStats("orders")).depth()).isZero();
    }
  }

  @Test
  void shouldHoldEveryAnsweredMessageAfterBeingKilled() throws IOException, InterruptedException {
    int messages = 300;
    try (ServerProcess server = ServerProcess.start(folder)) {
      int port = server.awaitPort();
      try (VezClient client = VezClient.of(new BrokerAddress("127.0.0.1", port))) {
        join(client.createQueue(NewQueue.named("orders")));
        for (int i = 0; i < messages; i++) {
          join(client.enqueue("orders", Map.of(), ByteString.copyFromUtf8("message " + i)));
        }
        server.kill();
      }
      server.awaitExit();
    }

    try (ServerProcess again = ServerProcess.start(folder);
        VezClient client = VezClient.of(new BrokerAddress("127.0.0.1", again.awaitPort()))) {
      assertThat(join(client.queueStats("orders")).depth()).isEqualTo(messages);
    }
  }

  @Test
  void shouldNotStartOnAConfigurationThatIsNotValid() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("vez.toml"), "[server]\nlisten_adr = \"x\"\n\n[tls]\n");

    try (ServerProcess server = ServerProcess.start(folder)) {
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThat(server.lines())
          .containsExactly(
              "Error: vez.toml:2: unknown key `server.listen_adr`; did you mean"
                  + " `server.listen_addr`?",
              "Error: vez.toml:4: `tls` is not supported by this version");
    }
  }

  @Test
  void shouldNotStartOnAFolderThatAnotherServerHas() throws IOException, InterruptedException {
    try (ServerProcess first = ServerProcess.start(folder);
        ServerProcess second = startAfter(first)) {
      assertThat(second.awaitExit()).isEqualTo(1);
      assertThat(second.lines())
          .singleElement()
          .asString()
          .matches("Error: the data folder .* is in use by another server \\(process \\d+\\)");
    }
  }

  private ServerProcess startAfter(ServerProcess first) throws IOException, InterruptedException {
    first.awaitPort();
    return ServerProcess.start(folder);
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
