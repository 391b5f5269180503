@NullMarked
package dev.vez.engine;

import org.jspecify.annotations.NullMarked;
