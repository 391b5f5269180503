/**
 * What a broker must stand in one piece: kills at any moment, a stop under load, a backlog far
 * larger than its heap. Each test runs real processes with {@link dev.vez.app.harness}.
 */
@NullMarked
package dev.vez.app.crash;

import org.jspecify.annotations.NullMarked;
