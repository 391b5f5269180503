@NullMarked
package dev.vez.engine.local;

import org.jspecify.annotations.NullMarked;
