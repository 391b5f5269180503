package dev.vez.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the domain must not touch. Every replica applies the same entries to the same state and must
 * come to the same result, so whatever may differ between two processes is out of bounds. A rule is
 * found by its name in the test that shows that it can fail.
 */
final class DeterminismRules {
  private static final String DOMAIN = "dev.vez.domain..";

  /** Ways into the elements of a map, in the order of its hashes. */
  private static final Set<String> ITERATION =
      Set.of(
          "keySet",
          "values",
          "entrySet",
          "forEach",
          "iterator",
          "stream",
          "removeIf",
          "replaceAll");

  /** Their order is that of the hashes, and for some that of addresses in memory. */
  private static final Set<String> UNORDERED =
      Set.of(
          "java.util.Map",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap");

  private static final Set<String> FLOATING =
      Set.of("float", "double", "java.lang.Float", "java.lang.Double");

  private DeterminismRules() {}

  static Map<String, ArchRule> all() {
    return Map.ofEntries(
        Map.entry("clock", noClock()),
        Map.entry("randomness", noRandomness()),
        Map.entry("identity", noIdentity()),
        Map.entry("threads", noThreads()),
        Map.entry("synchronized", noSynchronizedMethods()),
        Map.entry("io", noInputOrOutput()),
        Map.entry("process", nothingOfTheProcess()),
        Map.entry("logging", noLogging()),
        Map.entry("floatingFields", noFloatingFields()),
        Map.entry("floatingSignatures", noFloatingSignatures()),
        Map.entry("floatingCalls", noFloatingCalls()),
        Map.entry("hashOrder", noIterationInHashOrder()),
        Map.entry("saltedOrder", noSaltedCollections()),
        Map.entry("unorderedSets", noFieldsOfUnorderedSets()));
  }

  private static ArchRule noClock() {
    return noClasses()
        .that()
        .resideInAPackage(DOMAIN)
        .should()
        .accessTargetWhere(target("a clock", DeterminismRules::isClock))
        .as("The domain reads no clock: the time is in the entry");
  }

  private static boolean isClock(JavaAccess<?> access) {
    if (owner(access).startsWith("java.time.")) {
      return name(access).equals("now")
          || owner(access).startsWith("java.time.Clock")
          || owner(access).equals("java.time.InstantSource");
    }
    return isCall(access, "java.lang.System", "currentTimeMillis", "nanoTime")
        || isCall(access, "java.util.Date", "<init>")
        || isCall(access, "java.util.Calendar", "getInstance");
  }

  private static ArchRule noRandomness() {
    return noClasses()
        .that()
        .resideInAPackage(DOMAIN)
        .should()
        .accessTargetWhere(
            target(
                "randomness",
                access ->
                    isOf(access, "java.util.Random", "java.util.SplittableRandom")
                        || isOf(access, "java.security.SecureRandom")
                        || isOf(access, "java.util.concurrent.ThreadLocalRandom")
                        || owner(access).startsWith("java.util.random.")
                        || isCall(access, "java.util.UUID", "randomUUID")
                        || isCall(access, "java.lang.Math", "random")
                        || isCall(access, "java.lang.StrictMath", "random")
                        || isCall(access, "java.util.Collections", "shuffle")))
        .as("The domain draws no random number: ids and choices are in the entry");
  }

  private static ArchRule noIdentity() {
    return noClasses()
        .that()
        .resideInAPackage(DOMAIN)
        .should()
        .accessTargetWhere(
            target(
                "the identity of an object",
                access ->
                    isCall(access, "java.lang.System", "identityHashCode")
                        || isOf(access, "java.util.IdentityHashMap", "java.util.WeakHashMap")))
        .as("The domain decides nothing by where an object lies in memory");
  }

  private static ArchRule noThreads() {
    return noClasses()
        .that()
        .resideInAPackage(DOMAIN)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("java.util.concurrent..")
                .or(named(Thread.class, ThreadLocal.class, ScopedValue.class)))
        .as("The domain knows no threads: one thread calls it, whoever that is");
  }

  private static ArchRule noSynchronizedMethods() {
    return noCodeUnits()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(DOMAIN)
        .should()
        .haveModifier(SYNCHRONIZED)
        .as("The domain takes no lock");
  }

  private static ArchRule noInputOrOutput() {
    return noClasses()
        .that()
        .resideInAPackage(DOMAIN)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
        .as("The domain reads and writes nothing but its state");
  }

  private static ArchRule nothingOfTheProcess() {
    return noClasses()
        .that()
        .resideInAPackage(DOMAIN)
        .should()
        .accessTargetWhere(
            target(
                "the process it runs in",
                access ->
                    isCall(access, "java.lang.System", "getProperty", "getenv", "exit")
                        || isOf(access, "java.lang.Runtime", "java.lang.ProcessHandle")
                        || isCall(access, "java.util.Locale", "getDefault")
                        || isCall(access, "java.util.TimeZone", "getDefault")
                        || isCall(access, "java.time.ZoneId", "systemDefault")
                        || isCall(access, "java.nio.charset.Charset", "defaultCharset")
                        || isCall(access, "java.nio.ByteOrder", "nativeOrder")))
        .as("The domain asks nothing of the process, the machine or its settings");
  }

  private static ArchRule noLogging() {
    return noClasses()
        .that()
        .resideInAPackage(DOMAIN)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage("org.slf4j..", "java.util.logging..")
                .or(named(System.Logger.class)))
        .as("The domain does not log: what is worth knowing is an outcome or an effect");
  }

  private static ArchRule noFloatingFields() {
    return noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(DOMAIN)
        .should()
        .haveRawType(describe("float or double", DeterminismRules::isFloating))
        .as("The domain counts in integers: no field is a float or double");
  }

  private static ArchRule noFloatingSignatures() {
    return noCodeUnits()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(DOMAIN)
        .should()
        .haveRawReturnType(describe("float or double", DeterminismRules::isFloating))
        .orShould()
        .haveRawParameterTypes(describe("with float or double", DeterminismRules::anyFloating))
        .as("The domain counts in integers: no method takes or gives a float or double");
  }

  private static ArchRule noFloatingCalls() {
    return noClasses()
        .that()
        .resideInAPackage(DOMAIN)
        .should()
        .accessTargetWhere(target("float or double", DeterminismRules::isFloatingCall))
        .as(
            "The domain counts in integers: it calls nothing that takes or gives a float or double");
  }

  private static boolean isFloatingCall(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget unit
        && (isFloating(unit.getRawReturnType()) || anyFloating(unit.getRawParameterTypes()));
  }

  private static ArchRule noIterationInHashOrder() {
    return noClasses()
        .that()
        .resideInAPackage(DOMAIN)
        .should()
        .accessTargetWhere(
            target(
                "the elements of a map or set without an order of its own",
                access -> UNORDERED.contains(owner(access)) && ITERATION.contains(name(access))))
        .as(
            "The domain iterates only what has an order by its type: a TreeMap, LinkedHashMap,"
                + " SortedMap or SequencedMap, never a Map or HashMap");
  }

  private static ArchRule noSaltedCollections() {
    return noClasses()
        .that()
        .resideInAPackage(DOMAIN)
        .should()
        .accessTargetWhere(
            target("a collection whose order each process draws anew", DeterminismRules::isSalted))
        .as(
            "The domain makes no Set.of, Map.of, copyOf or collector with an order by hash or chance");
  }

  private static boolean isSalted(JavaAccess<?> access) {
    if (isOf(access, "java.util.Set", "java.util.Map")) {
      return Set.of("of", "copyOf", "ofEntries").contains(name(access));
    }
    return isOf(access, "java.util.stream.Collectors")
        && (name(access).endsWith("Set")
            || name(access).endsWith("Map")
            || name(access).startsWith("grouping"));
  }

  private static ArchRule noFieldsOfUnorderedSets() {
    return noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(DOMAIN)
        .should()
        .haveRawType(
            describe(
                "a set without an order of its own",
                type -> Set.of("java.util.Set", "java.util.HashSet").contains(type.getName())))
        .as(
            "A field of the domain that is a set says its order: SequencedSet, SortedSet or TreeSet");
  }

  private static DescribedPredicate<JavaAccess<?>> target(
      String what, Predicate<JavaAccess<?>> test) {
    return describe("the target is " + what, test);
  }

  private static DescribedPredicate<JavaClass> named(Class<?>... types) {
    List<String> names = Arrays.stream(types).map(Class::getName).toList();
    return describe("one of " + names, type -> names.contains(type.getName()));
  }

  private static boolean isFloating(JavaClass type) {
    return FLOATING.contains(type.getBaseComponentType().getName());
  }

  private static boolean anyFloating(List<JavaClass> types) {
    return types.stream().anyMatch(DeterminismRules::isFloating);
  }

  private static boolean isOf(JavaAccess<?> access, String... owners) {
    return Set.of(owners).contains(owner(access));
  }

  private static boolean isCall(JavaAccess<?> access, String owner, String... names) {
    return owner(access).equals(owner) && Set.of(names).contains(name(access));
  }

  private static String owner(JavaAccess<?> access) {
    return access.getTargetOwner().getName();
  }

  private static String name(JavaAccess<?> access) {
    return access.getTarget().getName();
  }
}
