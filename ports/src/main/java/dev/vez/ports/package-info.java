/** The ports of Vez: interfaces between the application core and the world, owned by the core. */
@NullMarked
package dev.vez.ports;

import org.jspecify.annotations.NullMarked;
