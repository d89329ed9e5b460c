namespace NetDrms.Samples.Sun;

/// <summary>A vector of doubles.</summary>
internal readonly record struct Vector3(double X, double Y, double Z)
{
    /// <summary>Its length.</summary>
    public double Length => Math.Sqrt((X * X) + (Y * Y) + (Z * Z));

    /// <summary>The same direction with length 1.</summary>
    public Vector3 Unit => this * (1 / Length);

    /// <summary>Scalar product.</summary>
    public double Dot(Vector3 other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>Vector product.</summary>
    public Vector3 Cross(Vector3 other) => new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    /// <summary>Turned by an angle about the X axis, from Y to Z.</summary>
    public Vector3 AboutX(double angle)
    {
        (double sin, double cos) = Math.SinCos(angle);
        return new(X, (Y * cos) - (Z * sin), (Y * sin) + (Z * cos));
    }

    /// <summary>Turned by an angle about the Z axis, from X to Y.</summary>
    public Vector3 AboutZ(double angle)
    {
        (double sin, double cos) = Math.SinCos(angle);
        return new((X * cos) - (Y * sin), (X * sin) + (Y * cos), Z);
    }

    public static Vector3 operator +(Vector3 left, Vector3 right) => new(left.X + right.X, left.Y + right.Y, left.Z + right.Z);

    public static Vector3 operator -(Vector3 left, Vector3 right) => new(left.X - right.X, left.Y - right.Y, left.Z - right.Z);

    public static Vector3 operator *(Vector3 vector, double factor) => new(vector.X * factor, vector.Y * factor, vector.Z * factor);
}
