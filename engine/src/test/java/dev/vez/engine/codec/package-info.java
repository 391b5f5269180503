@NullMarked
package dev.vez.engine.codec;

import org.jspecify.annotations.NullMarked;
