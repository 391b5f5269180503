/** End-to-end tests: a real server, its own folder, a free loopback port. */
@NullMarked
package dev.vez.app.server;

import org.jspecify.annotations.NullMarked;
