package dev.vez.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.EnqueueResponse;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Encryption and the token, over a real connection. */
@Timeout(60)
final class SecureClientTest {

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static TestCertificate ofBroker;

  @SuppressWarnings("NullAway.Init")
  private static TestCertificate ofClient;

  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private @Nullable Server server;

  @BeforeAll
  static void makeCertificates()
      throws IOException, InterruptedException, GeneralSecurityException {
    ofBroker = TestCertificate.in(folder, "broker");
    ofClient = TestCertificate.in(folder, "client");
  }

  @BeforeEach
  void start() throws IOException {
    server =
        Grpc.newServerBuilderForPort(
                0,
                TlsServerCredentials.newBuilder()
                    .keyManager(ofBroker.certificate().toFile(), ofBroker.key().toFile())
                    .trustManager(ofClient.certificate().toFile())
                    .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                    .build())
            .intercept(new Tokens())
            .addService(new Broker())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.shutdownNow();
    }
  }

  @Test
  void shouldTalkToABrokerThatItBelievesAndShowItsCertificate() {
    assertThat(enqueue(options(ofBroker.certificate(), ofClient))).isEqualTo("id");
    assertThat(tokens).containsExactly("none");
  }

  @Test
  void shouldSendItsTokenWithEveryCall() {
    enqueue(options(ofBroker.certificate(), ofClient).withApiKey("secret"));

    assertThat(tokens).containsExactly("Bearer secret");
  }

  @Test
  void shouldNotTalkToABrokerThatItDoesNotBelieve() {
    assertUnavailable(options(ofClient.certificate(), ofClient));
    assertUnavailable(options(null, ofClient));
  }

  @Test
  void shouldNotBeHeardWithoutACertificateWhereTheBrokerAsksForOne() {
    assertUnavailable(options(ofBroker.certificate(), null));
  }

  @Test
  void shouldNeverFallBackToAConnectionInTheClear() {
    try (VezClient client =
        VezClient.of(new BrokerAddress("localhost", port(), true), ClientOptions.DEFAULT)) {
      assertThatThrownBy(() -> join(client.enqueue("q", Map.of(), ByteString.EMPTY)))
          .isInstanceOfSatisfying(
              VezException.class, it -> assertThat(it.code()).isEqualTo(Status.Code.UNAVAILABLE));
    }
    assertThat(tokens).isEmpty();
  }

  @Test
  void shouldSayWhichFileItCannotRead() {
    Path missing = folder.resolve("missing.pem");
    ClientOptions options = ClientOptions.DEFAULT.withTls(new TlsOptions(missing, null, null));

    assertThatThrownBy(() -> VezClient.of(new BrokerAddress("localhost", port()), options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing.pem");
  }

  @Test
  void shouldRefuseOptionsThatAreIncompleteOrNoToken() {
    Path any = folder.resolve("any.pem");

    assertThatThrownBy(() -> new TlsOptions(null, any, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TlsOptions(null, null, any))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ClientOptions.DEFAULT.withApiKey("two words"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNotShowItsToken() {
    assertThat(ClientOptions.DEFAULT.withApiKey("secret").toString()).doesNotContain("secret");
  }

  private void assertUnavailable(ClientOptions options) {
    assertThatThrownBy(() -> enqueue(options))
        .isInstanceOfSatisfying(
            VezException.class, it -> assertThat(it.code()).isEqualTo(Status.Code.UNAVAILABLE));
    assertThat(tokens).isEmpty();
  }

  private String enqueue(ClientOptions options) {
    try (VezClient client = VezClient.of(new BrokerAddress("localhost", port()), options)) {
      return join(client.enqueue("orders", Map.of(), ByteString.EMPTY));
    }
  }

  private int port() {
    if (server == null) {
      throw new IllegalStateException("Expected a server that is started");
    }
    return server.getPort();
  }

  private static ClientOptions options(
      @Nullable Path authority, @Nullable TestCertificate certificate) {
    return ClientOptions.DEFAULT.withTls(
        certificate == null
            ? new TlsOptions(authority, null, null)
            : new TlsOptions(authority, certificate.certificate(), certificate.key()));
  }

  private static <T> T join(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof VezException told) {
        throw told;
      }
      throw failure;
    }
  }

  private final class Tokens implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      String token =
          headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
      tokens.add(token == null ? "none" : token);
      return next.startCall(call, headers);
    }
  }

  private static final class Broker extends FilaServiceGrpc.FilaServiceImplBase {
    @Override
    public void enqueue(EnqueueRequest request, StreamObserver<EnqueueResponse> answer) {
      answer.onNext(EnqueueResponse.newBuilder().setMessageId("id").build());
      answer.onCompleted();
    }
  }
}
