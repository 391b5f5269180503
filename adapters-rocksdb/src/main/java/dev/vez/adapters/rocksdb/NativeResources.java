package dev.vez.adapters.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.AbstractNativeReference;

/** Native objects that are freed together, the last one first. */
final class NativeResources implements AutoCloseable {

  private final List<AbstractNativeReference> resources = new ArrayList<>();

  /** Takes charge of an object. */
  <T extends AbstractNativeReference> T add(T resource) {
    resources.add(resource);
    return resource;
  }

  @Override
  public void close() {
    resources.reversed().forEach(AbstractNativeReference::close);
    resources.clear();
  }
}
