package dev.vez.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerSpansTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final ServerSpans spans =
      new ServerSpans(
          SdkTracerProvider.builder()
              .addSpanProcessor(SimpleSpanProcessor.create(exporter))
              .build()
              .get("test"));

  @Test
  void shouldContinueTheTraceOfTheClient() {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + TRACE + "-" + CALLER + "-01");

    SpanData span = spanOf(headers, Status.OK);

    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo(CALLER);
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.getName()).isEqualTo("fila.v1.FilaService/Enqueue");
  }

  @Test
  void shouldBeginATraceWhereTheClientHasNone() {
    SpanData span = spanOf(new Metadata(), Status.NOT_FOUND);

    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getStatus().getDescription()).isEqualTo("NOT_FOUND");
  }

  private SpanData spanOf(Metadata headers, Status status) {
    spans.interceptCall(
        new ClosableCall(),
        headers,
        (call, _) -> {
          call.close(status, new Metadata());
          return new ServerCall.Listener<>() {};
        });
    return exporter.getFinishedSpanItems().getFirst();
  }

  private static final class ClosableCall extends ServerCall<String, String> {

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(String message) {}

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<String, String> getMethodDescriptor() {
      return MethodDescriptor.newBuilder(new Text(), new Text())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("fila.v1.FilaService/Enqueue")
          .build();
    }
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {

    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public @Nullable String parse(InputStream stream) {
      return "";
    }
  }
}
