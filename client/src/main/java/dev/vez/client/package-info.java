/**
 * The asynchronous Java client. {@link dev.vez.client.VezClient} is the door; every call answers
 * with a {@link java.util.concurrent.CompletionStage} that fails with a {@link
 * dev.vez.client.VezException}.
 */
@NullMarked
package dev.vez.client;

import org.jspecify.annotations.NullMarked;
