@NullMarked
package dev.vez.engine.group;

import org.jspecify.annotations.NullMarked;
