package dev.vez.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import dev.vez.domain.Impure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that cannot fail holds nothing: each must see the class that breaks it. */
class RulesTest {
  private static final Map<String, ArchRule> DETERMINISM = DeterminismRules.all();

  private static final JavaClasses EXAMPLES =
      new ClassFileImporter().importClasses(Impure.class.getDeclaredClasses());

  @ParameterizedTest
  @CsvSource({
    "clock, Clocks",
    "randomness, Randomness",
    "identity, Identity",
    "threads, Threads",
    "synchronized, Locks",
    "io, Files",
    "process, Machine",
    "logging, Logging",
    "floatingFields, FloatingFields",
    "floatingSignatures, FloatingSignatures",
    "floatingCalls, FloatingCalls",
    "hashOrder, HashOrder",
    "saltedOrder, SaltedOrder",
    "unorderedSets, UnorderedSets"
  })
  void shouldSeeWhatBreaksDeterminism(String rule, String example) {
    ArchRule found = Objects.requireNonNull(DETERMINISM.get(rule), rule);
    assertThat(resultOf(found, example).hasViolation()).isTrue();
  }

  @Test
  void shouldHaveAnExampleForEveryDeterminismRule() throws NoSuchMethodException {
    CsvSource examples =
        RulesTest.class
            .getDeclaredMethod("shouldSeeWhatBreaksDeterminism", String.class, String.class)
            .getAnnotation(CsvSource.class);
    List<String> covered =
        Arrays.stream(examples.value()).map(line -> line.substring(0, line.indexOf(','))).toList();
    assertThat(new TreeSet<>(covered)).isEqualTo(new TreeSet<>(DETERMINISM.keySet()));
  }

  @ParameterizedTest
  @CsvSource({
    "Modules, 'Module domain knows of our modules only []'",
    "Libraries, 'Library io.grpc.. is used only in [protos, adapters.grpc, client, app]'",
    "Libraries, 'Module domain uses no library but the JDK'"
  })
  void shouldSeeWhatBreaksTheModules(String example, String rule) {
    ArchRule found =
        ModuleRules.all()
            .filter(any -> any.getDescription().equals(rule))
            .findFirst()
            .orElseThrow();
    assertThat(resultOf(found, example).hasViolation()).isTrue();
    assertThatThrownBy(() -> found.check(classesOf(example))).isInstanceOf(AssertionError.class);
  }

  private static EvaluationResult resultOf(ArchRule rule, String example) {
    return rule.allowEmptyShould(true).evaluate(classesOf(example));
  }

  private static JavaClasses classesOf(String example) {
    return EXAMPLES.that(
        DescribedPredicate.describe(example, type -> type.getSimpleName().equals(example)));
  }
}
