@NullMarked
package dev.vez.engine.catalogue;

import org.jspecify.annotations.NullMarked;
