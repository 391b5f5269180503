package dev.vez.adapters.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads requests whose byte strings share one array each, so that payloads are not copied once
 * more.
 *
 * @param delegate writes, and says no more than that
 * @param parser of the requests
 */
record SharingMarshaller<Q extends Message>(
    MethodDescriptor.Marshaller<Q> delegate, Parser<Q> parser)
    implements MethodDescriptor.Marshaller<Q> {

  @Override
  public InputStream stream(Q value) {
    return delegate.stream(value);
  }

  @Override
  public Q parse(InputStream stream) {
    try {
      CodedInputStream input =
          UnsafeByteOperations.unsafeWrap(stream.readAllBytes()).newCodedInput();
      input.enableAliasing(true);
      Q request = parser.parseFrom(input);
      input.checkLastTagWas(0);
      return request;
    } catch (IOException malformed) {
      throw Status.INTERNAL.withCause(malformed).asRuntimeException();
    }
  }
}
