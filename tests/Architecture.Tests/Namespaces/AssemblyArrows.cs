using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Moodstream.Architecture.Tests.Namespaces;

/// <summary>Reads arrows between namespaces from a compiled assembly: from signatures, attributes and method bodies.</summary>
internal static class AssemblyArrows
{
    /// <param name="path">The assembly.</param>
    /// <param name="project">Its name without <c>Moodstream.</c>; types outside its namespaces were generated and are passed over.</param>
    public static IReadOnlyList<Arrow> Read(string path, string project)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        return Read(assembly.MainModule.GetTypes(), $"Moodstream.{project}");
    }

    /// <param name="types">Types of one assembly, nested and compiler-generated ones among them.</param>
    /// <param name="prefix">The namespace that all others start with.</param>
    public static IReadOnlyList<Arrow> Read(IEnumerable<TypeDefinition> types, string prefix)
    {
        List<Arrow> arrows = [];
        foreach (var type in types)
        {
            if (Name(type, prefix) is not { } from)
            {
                continue;
            }

            foreach (var used in Uses(type).SelectMany(Parts).Where(used => Outermost(used).Scope == type.Module).Distinct())
            {
                if (Name(used, prefix) is { } to && to != from)
                {
                    arrows.Add(new Arrow(from, to, $"{Outermost(type).Name} uses {Outermost(used).Name}"));
                }
            }
        }

        return arrows;
    }

    private static string? Name(TypeReference type, string prefix)
    {
        var outermost = Outermost(type);
        return outermost.Namespace switch
        {
            "" => outermost.Name == "Program" ? Arrow.Root : null,
            var name when name == prefix => Arrow.Root,
            var name when name.StartsWith($"{prefix}.", StringComparison.Ordinal) => name[(prefix.Length + 1)..],
            _ => null,
        };
    }

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } declaring ? Outermost(declaring) : type;

    /// <summary>The types that a type is put together from: of a list of pairs, the list, the pair and what is in it.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        IModifierType modified => [.. Parts(modified.ElementType), .. Parts(modified.ModifierType)],
        FunctionPointerType pointer => [.. Parts(pointer.ReturnType), .. pointer.Parameters.SelectMany(parameter => Parts(parameter.ParameterType))],
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static IEnumerable<TypeReference?> Uses(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(implementation => implementation.InterfaceType),
        .. Constraints(type),
        .. Attributes(type),
        .. type.Fields.SelectMany(field => Attributes(field).Append(field.FieldType)),
        .. type.Properties.SelectMany(property => Attributes(property).Append(property.PropertyType)),
        .. type.Events.SelectMany(handler => Attributes(handler).Append(handler.EventType)),
        .. type.Methods.SelectMany(Uses),
    ];

    private static IEnumerable<TypeReference?> Uses(MethodDefinition method) =>
    [
        method.ReturnType,
        .. Constraints(method),
        .. Attributes(method),
        .. Attributes(method.MethodReturnType),
        .. method.Parameters.SelectMany(parameter => Attributes(parameter).Append(parameter.ParameterType)),
        .. method.Overrides.Select(overridden => overridden.DeclaringType),
        .. method.HasBody ? Uses(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> Uses(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => Operand(instruction.Operand)),
    ];

    private static IEnumerable<TypeReference?> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod generic => [.. generic.GenericArguments, .. Operand(generic.ElementMethod)],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(parameter => parameter.Constraints.Select(constraint => constraint.ConstraintType));

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(attribute => (IEnumerable<TypeReference?>)
        [
            attribute.AttributeType,
            .. attribute.ConstructorArguments.SelectMany(Argument),
            .. attribute.Properties.SelectMany(property => Argument(property.Argument)),
            .. attribute.Fields.SelectMany(field => Argument(field.Argument)),
        ]);

    private static IEnumerable<TypeReference?> Argument(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument boxed => Argument(boxed),
        CustomAttributeArgument[] several => several.SelectMany(Argument),
        _ => [argument.Type],
    };
}
