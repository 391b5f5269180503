package dev.vez.adapters.jraft;

import com.alipay.remoting.exception.CodecException;
import com.alipay.remoting.serialization.SerializerManager;

/** Reads as Bolt does what came as a Hessian object. */
final class HessianProbe {

  Object read() throws CodecException {
    return SerializerManager.getSerializer(SerializerManager.Hessian2)
        .deserialize(new byte[] {'N'}, Object.class.getName());
  }
}
