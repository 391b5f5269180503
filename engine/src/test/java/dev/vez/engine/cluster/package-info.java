@NullMarked
package dev.vez.engine.cluster;

import org.jspecify.annotations.NullMarked;
