package dev.vez.adapters.jraft;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.RaftOutter.EntryMeta;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a node that waits to be added keeps out of elections. */
class JoinGuardTest {

  @TempDir private Path folder;

  @Test
  void shouldNotHoldUpAFounder() {
    assertThat(JoinGuard.of(folder, true, true).isWaiting()).isFalse();
  }

  @Test
  void shouldNotHoldUpAMemberThatRestarts() {
    assertThat(JoinGuard.of(folder, false, false).isWaiting()).isFalse();
  }

  @Test
  void shouldWaitForWhatWasCommittedAndForTheLeadersOwnTerm() {
    JoinGuard guard = JoinGuard.of(folder, true, false);

    assertThat(guard.took(request(5, 0, 0, 100))).isFalse();
    assertThat(guard.took(request(5, 90, 4, 120))).isFalse();
    assertThat(guard.took(request(5, 99, 5, 120))).isFalse();
    assertThat(guard.isWaiting()).isTrue();

    assertThat(guard.took(request(5, 100, 5, 120))).isTrue();
    assertThat(guard.isWaiting()).isFalse();
    assertThat(guard.took(request(5, 101, 5, 120))).isFalse();
  }

  @Test
  void shouldCountTheEntriesOfARequest() {
    JoinGuard guard = JoinGuard.of(folder, true, false);

    assertThat(guard.took(request(5, 97, 4, 100, 4, 4, 4))).isFalse();
    assertThat(guard.took(request(5, 98, 4, 100, 4))).isFalse();
    assertThat(guard.took(request(5, 98, 4, 100, 4, 5))).isTrue();
  }

  @Test
  void shouldWaitOnAfterARestart() {
    JoinGuard.of(folder, true, false);

    JoinGuard restarted = JoinGuard.of(folder, false, false);

    assertThat(restarted.isWaiting()).isTrue();
    assertThat(restarted.took(request(2, 10, 2, 10))).isTrue();
    assertThat(JoinGuard.of(folder, false, false).isWaiting()).isFalse();
  }

  private static AppendEntriesRequest request(
      long term, long prevIndex, long prevTerm, long committed, long... entryTerms) {
    AppendEntriesRequest.Builder request =
        AppendEntriesRequest.newBuilder()
            .setGroupId("g")
            .setServerId("127.0.0.1:1:1")
            .setPeerId("127.0.0.1:2:2")
            .setTerm(term)
            .setPrevLogIndex(prevIndex)
            .setPrevLogTerm(prevTerm)
            .setCommittedIndex(committed);
    for (long entryTerm : entryTerms) {
      request.addEntries(
          EntryMeta.newBuilder()
              .setTerm(entryTerm)
              .setType(EntryType.ENTRY_TYPE_DATA)
              .setDataLen(0));
    }
    return request.build();
  }
}
