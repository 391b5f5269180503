package dev.vez.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.ports.recovery.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskSpaceTest {

  @TempDir private Path folder;

  @Test
  void shouldKnowTheRoomOfAFolder() {
    assertThat(new DiskSpace(folder).bytes()).isPositive();
  }

  @Test
  void shouldSayThatItDoesNotKnow() {
    assertThatThrownBy(() -> new DiskSpace(folder.resolve("missing")).bytes())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("missing");
  }
}
