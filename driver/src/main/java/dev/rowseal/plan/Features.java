package dev.rowseal.plan;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which features of the parser's tree a planner has looked at. Whatever else a node says of itself must be what an
 * empty node says: so a clause that a planner does not know, and one that a later parser learns, is refused and not
 * overlooked. Goes through public getters, because the parser's module opens nothing else.
 */
final class Features {

    /** Getters that are other views of features that are compared anyway, or nothing of the statement's own. */
    private static final Set<String> VIEWS = Set.of(
            "getASTNode",
            "getClass",
            "getAttributeName",
            "getFeatures",
            "getParent",
            "getPlainSelect",
            "getSetOperationList",
            "getSelectBody",
            "getValues",
            "getSelectItem",
            "isUseBrackets",
            "isUseValues",
            "isUseSelectBrackets",
            "isUseColumnsBrackets",
            "isUseSelect",
            "isUseSet",
            "isUseDuplicate",
            "isEmitChanges",
            "isWindowJoin",
            "isInnerJoin",
            "getForUpdate",
            "getForUpdateTable",
            "getOnExpression",
            "getRightItem",
            "getColumns",
            "getExpressions",
            "getUsingList",
            "getResolvedTable",
            "getFullyQualifiedName",
            "getDBLinkName",
            "getDatabase",
            "getDatabaseName",
            "getUnquotedDatabaseName",
            "getUnquotedCatalogName",
            "getUnquotedSchemaName",
            "getUnquotedName",
            "getNameParts",
            "getNamePartDelimiters",
            "isTargetTableAlias",
            "isOverriding");

    private static final Map<Class<?>, Map<String, Method>> GETTERS = new ConcurrentHashMap<>();

    private Features() {}

    /**
     * Refuses a node that has a feature besides the ones named.
     *
     * @param node the node
     * @param empty a new node of the same class
     * @param clause what the node is, for the message
     * @param known getters of the features that the caller looks at
     */
    static void only(Object node, Object empty, String clause, String... known) throws Refusal {
        List<String> names = List.of(known);
        for (Map.Entry<String, Method> getter : getters(node.getClass()).entrySet()) {
            if (names.contains(getter.getKey())) {
                continue;
            }
            Object value = call(getter.getValue(), node);
            boolean absent = value == null
                    || value instanceof Collection<?> many && many.isEmpty()
                    || Objects.equals(value, call(getter.getValue(), empty));
            if (!absent) {
                throw Refusal.of(
                        "its " + clause + " has a part that is not planned yet (" + feature(getter.getKey()) + ")",
                        "leave that part out where a sealed table is named");
            }
        }
    }

    /** Whether a node has no feature besides the ones named. */
    static boolean isOnly(Object node, Object empty, String... known) {
        try {
            only(node, empty, "", known);
            return true;
        } catch (Refusal other) {
            return false;
        }
    }

    private static Map<String, Method> getters(Class<?> type) {
        return GETTERS.computeIfAbsent(type, Features::findGetters);
    }

    private static Map<String, Method> findGetters(Class<?> type) {
        Map<String, Method> getters = new TreeMap<>();
        for (Method method : type.getMethods()) {
            String name = method.getName();
            boolean getter = (name.startsWith("get") || name.startsWith("is"))
                    && method.getParameterCount() == 0
                    && method.getReturnType() != void.class
                    && !java.lang.reflect.Modifier.isStatic(method.getModifiers());
            if (getter && !VIEWS.contains(name)) {
                getters.put(name, method);
            }
        }
        return getters;
    }

    private static Object call(Method getter, Object node) {
        try {
            return getter.invoke(node);
        } catch (IllegalAccessException | InvocationTargetException broken) {
            throw new IllegalStateException("cannot read " + getter.getName() + " of the parser's tree", broken);
        }
    }

    private static String feature(String getter) {
        String name = getter.startsWith("is") ? getter.substring(2) : getter.substring(3);
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    }
}
