@NullMarked
package dev.vez.engine.delivery;

import org.jspecify.annotations.NullMarked;
