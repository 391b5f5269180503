package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.vez.domain.message.Bytes;
import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PayloadsTest {

  @Test
  void shouldTakeOverTheArrayOfAParsedField() {
    EnqueueRequest sent =
        EnqueueRequest.newBuilder().setPayload(ByteString.copyFromUtf8("hello")).build();
    InputStream stream = new ByteArrayInputStream(sent.toByteArray());

    EnqueueRequest parsed = FilaServiceGrpc.getEnqueueMethod().getRequestMarshaller().parse(stream);
    Bytes first = Payloads.fromWire(parsed.getPayload());
    Bytes second = Payloads.fromWire(parsed.getPayload());

    assertThat(first).isEqualTo(Bytes.wrap(new byte[] {'h', 'e', 'l', 'l', 'o'}));
    assertThat(first.array()).isSameAs(second.array()).hasSize(5);
  }

  @Test
  void shouldCopyAPartOfALargerArray() {
    byte[] large = new byte[1_000];
    large[500] = 7;

    Bytes part = Payloads.fromWire(UnsafeByteOperations.unsafeWrap(large, 500, 2));

    assertThat(part).isEqualTo(Bytes.wrap(new byte[] {7, 0}));
    assertThat(part.array()).hasSize(2);
  }

  @Test
  void shouldCopyWhatLiesInPieces() {
    ByteString pieces = ByteString.EMPTY;
    for (int i = 0; i < 100; i++) {
      pieces = pieces.concat(ByteString.copyFrom(new byte[200]));
    }

    assertThat(Payloads.fromWire(pieces)).isEqualTo(Bytes.wrap(new byte[20_000]));
  }

  @Test
  void shouldCopyWhatLiesOutsideTheHeap() {
    ByteBuffer direct = ByteBuffer.allocateDirect(3).put(new byte[] {1, 2, 3}).flip();

    assertThat(Payloads.fromWire(UnsafeByteOperations.unsafeWrap(direct)))
        .isEqualTo(Bytes.wrap(new byte[] {1, 2, 3}));
  }

  @Test
  void shouldHandAPayloadToTheWireWithoutCopyingIt() {
    byte[] array = {0, 1, 2, 3, 0};

    ByteString wire = Payloads.toWire(Bytes.wrap(array, 1, 3));
    array[1] = 9;

    assertThat(wire.toByteArray()).containsExactly(9, 2, 3);
  }
}
