/**
 * The application core. {@link dev.vez.engine.Engine} puts it together: one loop a group, which
 * proposes what waits, applies what is committed, answers once it is durable, and delivers.
 */
@NullMarked
package dev.vez.engine;

import org.jspecify.annotations.NullMarked;
