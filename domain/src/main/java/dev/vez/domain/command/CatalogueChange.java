package dev.vez.domain.command;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.QueueRecord;
import java.util.List;

/** What the catalogue wants a data group to do. */
public sealed interface CatalogueChange {

  /** Host these queues, each new. */
  record CreateQueues(List<QueueRecord> queues) implements CatalogueChange {
    public CreateQueues {
      queues = List.copyOf(queues);
    }
  }

  /** Delete these queues and all that is in them. */
  record DeleteQueues(List<QueueId> queues) implements CatalogueChange {
    public DeleteQueues {
      queues = List.copyOf(queues);
    }
  }
}
